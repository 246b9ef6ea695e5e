import { atom, type ReadableAtom } from "nanostores";
import type { CallWarning } from "./call-state.ts";
import { isOwnSurface } from "./own-surface.ts";

/** unsupported: this browser cannot · choosing: the person is being asked what to share · on: others get to see it. */
export type ScreenStatus = "unsupported" | "off" | "choosing" | "on";

/** One's own screen, as far as it is shared; a new object with every change. */
export interface OwnScreen {
  readonly status: ScreenStatus;
  /** What is shared; undefined unless something is. */
  readonly track: MediaStreamTrack | undefined;
  /** The same for a look at it, where that would not show the call inside itself. */
  readonly look: MediaStreamTrack | undefined;
  /** What is heard of it, where the browser gives it. */
  readonly sound: MediaStreamTrack | undefined;
  /** What of it the others get to see or hear, and should not. */
  readonly trouble: ScreenTrouble | undefined;
}

/** The call is in what is shared of it: its picture, or the others' own voices. */
export type ScreenTrouble = Extract<CallWarning, "screen-shows-itself" | "screen-echoes">;

/** What TypeScript does not know of sharing yet. */
interface SoundSettings extends MediaTrackSettings {
  readonly restrictOwnAudio?: boolean;
}

/** As many pictures a second as a film has, and as a call can send. */
const MOST_FRAMES = 30;

const off: OwnScreen = {
  status: "off",
  track: undefined,
  look: undefined,
  sound: undefined,
  trouble: undefined,
};

/** Sharing one's screen: chosen in the browser's own dialogue, stopped here or there. Owns the tracks and stops them. */
export class ScreenShare {
  readonly #state = atom<OwnScreen>(canShare() ? off : { ...off, status: "unsupported" });
  readonly #onFailed: () => void;
  #closed = false;

  /** `onFailed` is told when the browser cannot share what was chosen. */
  constructor(onFailed: () => void) {
    this.#onFailed = onFailed;
  }

  get state(): ReadableAtom<OwnScreen> {
    return this.#state;
  }

  /** Asks what to share. Whoever chooses nothing shares nothing. */
  async start(): Promise<void> {
    if (this.#state.get().status !== "off") return;
    this.#state.set({ ...off, status: "choosing" });
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia(wishes());
      this.#use(stream.getVideoTracks()[0], stream.getAudioTracks()[0]);
    } catch (error) {
      this.#state.set(off);
      if (!isChoice(error)) this.#onFailed();
    }
  }

  stop(): void {
    const { status, track, sound } = this.#state.get();
    track?.stop();
    sound?.stop();
    if (status === "on") this.#state.set(off);
  }

  close(): void {
    this.#closed = true;
    this.stop();
  }

  #use(track: MediaStreamTrack | undefined, sound: MediaStreamTrack | undefined): void {
    if (track === undefined || this.#closed) {
      track?.stop();
      sound?.stop();
      this.#state.set(off);
      return;
    }
    // For the encoder as for the browser's own scaling: letters before movement.
    track.contentHint = "detail";
    // The browser's own button, the window that was closed, the other screen that was unplugged.
    track.addEventListener("ended", () => {
      if (this.#state.get().track === track) this.stop();
    });
    // What is silenced there goes on being seen.
    sound?.addEventListener("ended", () => {
      const state = this.#state.get();
      if (state.sound !== sound) return;
      this.#state.set({ ...state, sound: undefined, trouble: troubleWith(track) });
    });
    const trouble = troubleWith(track, sound);
    const isInside = trouble === "screen-shows-itself" || track.getSettings().displaySurface === "monitor";
    this.#state.set({ status: "on", track, look: isInside ? undefined : track, sound, trouble });
  }
}

function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** A tab sounds by itself. Whatever else is shared plays the others' voices as well, unless the browser leaves them out. */
function troubleWith(track: MediaStreamTrack, sound?: MediaStreamTrack): ScreenTrouble | undefined {
  if (isOwnSurface(track)) return "screen-shows-itself";
  const { displaySurface = "browser" } = track.getSettings();
  const settings: SoundSettings | undefined = sound?.getSettings();
  const mayEcho = settings !== undefined && settings.restrictOwnAudio !== true;
  return displaySurface !== "browser" && mayEcho ? "screen-echoes" : undefined;
}

/**
 * The tab of the call is not offered: it would show itself inside itself. Sound comes as it is, goes on here, and has nothing of the
 * call in it. What a browser does not know it passes over.
 */
function wishes(): DisplayMediaStreamOptions {
  return {
    video: { frameRate: { max: MOST_FRAMES } },
    audio: {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      suppressLocalAudioPlayback: false,
      restrictOwnAudio: true,
    },
    systemAudio: "include",
    windowAudio: "window",
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
    monitorTypeSurfaces: "include",
  } as DisplayMediaStreamOptions;
}

/** The person, or whoever looks after the machine, does not want it. */
function isChoice(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
}
