import { atom, type ReadableAtom } from "nanostores";
import { isOwnSurface } from "./own-surface.ts";

/** unsupported: this browser cannot · choosing: the person is being asked what to share · on: others get to see it. */
export type ScreenStatus = "unsupported" | "off" | "choosing" | "on";

/** One's own screen, as far as it is shared; a new object with every change. */
export interface OwnScreen {
  readonly status: ScreenStatus;
  /** What is shared, for a look at it; undefined unless something is. */
  readonly track: MediaStreamTrack | undefined;
  /** What is shared shows the call itself, so that the others see it again and again inside itself. */
  readonly showsItself: boolean;
}

/** As many pictures a second as a film has, and as a call can send. */
const MOST_FRAMES = 30;

const off: OwnScreen = { status: "off", track: undefined, showsItself: false };

/** Sharing one's screen: chosen in the browser's own dialogue, stopped here or there. Owns the track and stops it. */
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
      this.#use(stream.getVideoTracks()[0]);
    } catch (error) {
      this.#state.set(off);
      if (!isChoice(error)) this.#onFailed();
    }
  }

  stop(): void {
    const { status, track } = this.#state.get();
    track?.stop();
    if (status === "on") this.#state.set(off);
  }

  close(): void {
    this.#closed = true;
    this.stop();
  }

  #use(track: MediaStreamTrack | undefined): void {
    if (track === undefined || this.#closed) {
      track?.stop();
      this.#state.set(off);
      return;
    }
    // For the encoder as for the browser's own scaling: letters before movement.
    track.contentHint = "detail";
    // The browser's own button, the window that was closed, the other screen that was unplugged.
    track.addEventListener("ended", () => {
      if (this.#state.get().track === track) this.#state.set(off);
    });
    this.#state.set({ status: "on", track, showsItself: isOwnSurface(track) });
  }
}

function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** The tab of the call is not offered: it would show itself inside itself. What a browser does not know it passes over. */
function wishes(): DisplayMediaStreamOptions {
  return {
    video: { frameRate: { max: MOST_FRAMES } },
    audio: false,
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
    monitorTypeSurfaces: "include",
  } as DisplayMediaStreamOptions;
}

/** The person, or whoever looks after the machine, does not want it. */
function isChoice(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
}
