/*
 * What the bench puts into a page before anything else runs there: a camera and a microphone of its own, a reader of
 * what is shown, and the WebRTC call that the app is compared with. Driven from outside through `bench`.
 */
import type { CallStatistics } from "../../src/workers/engine/statistics.ts";
import { AppStatistics } from "./app-statistics.ts";
import { type CameraSize, openCamera } from "./camera.ts";
import { now } from "./clock.ts";
import { Ear } from "./ear.ts";
import { findDeep } from "./find.ts";
import { ClickingMicrophone } from "./microphone.ts";
import { Reader, type Reading } from "./reader.ts";
import type { Silence } from "./silence.ts";
import { type Smoothness, SmoothnessProbe } from "./smoothness.ts";
import type { SoundCounts } from "./sound-counts.ts";
import type { Surface } from "./surface.ts";
import { WebRtcPeer } from "./webrtc-peer.ts";

declare global {
  /** Set by the bench before this script runs. */
  var benchSetup: BenchSetup;
  var bench: BenchPage;
}

export interface BenchSetup {
  readonly camera: CameraSize;
  /** Milliseconds from click to click in the microphone: more than any delay from mouth to ear. */
  readonly clickPeriod: number;
}

/** What a page has shown and played. */
export interface Perceived extends Reading {
  /** When clicks were heard, in milliseconds of the shared clock. */
  readonly clicks: readonly number[];
  /** Where the hum between the clicks was not. */
  readonly silence: Silence;
}

/** How long it took from the opening of a link, in milliseconds. */
export interface Opening {
  /** Until the button that joins was there. It is pressed at once: a person's own time is left out. */
  readonly untilReady: number;
  /** Until the first picture of the other side was shown. */
  readonly untilPicture: number;
}

/** The page's side of the bench. */
class BenchPage {
  readonly peer = new WebRtcPeer();
  readonly #ear = Ear.toContexts();
  readonly #statistics = AppStatistics.overhear();
  #reader: Reader | undefined;
  #watching: SmoothnessProbe | undefined;
  #microphone: ClickingMicrophone | undefined;

  /** A moment at which this page's microphone heard a click. */
  get click(): number {
    return this.#microphone?.click ?? Number.NaN;
  }

  openMicrophone(): MediaStreamTrack {
    this.#microphone = new ClickingMicrophone(globalThis.benchSetup.clickPeriod);
    return this.#microphone.track;
  }

  /** Begins to watch and hear the other side, wherever it appears and whenever it comes. */
  startReading(): void {
    this.#reader?.stop();
    this.#reader = new Reader(() => this.peer.video ?? remoteSurface());
    this.#theEar.reset();
  }

  stopReading(): Perceived {
    if (this.#reader === undefined) throw new Error("Nothing was being read");
    const { clicks, silence } = this.#theEar;
    return { ...this.#reader.stop(), clicks, silence };
  }

  /** Begins to watch how smoothly the page runs. */
  startWatching(): void {
    this.#watching = new SmoothnessProbe();
  }

  stopWatching(): Smoothness {
    if (this.#watching === undefined) throw new Error("Nothing was being watched");
    return this.#watching.stop();
  }

  /** What of the other side's sound had to be made up since the call began; undefined where nobody says. */
  async countSound(): Promise<SoundCounts | undefined> {
    return this.peer.video ? await this.peer.soundCounts() : this.#statistics.soundCounts;
  }

  /** The app's latest statistics; undefined before the first, and where the page is not the app. */
  get appStatistics(): CallStatistics | undefined {
    return this.#statistics.last;
  }

  /** When the other side's first picture was shown, in milliseconds of the shared clock. */
  get firstShown(): number | undefined {
    return this.#reader?.firstShown;
  }

  /** Joins a call as soon as the page offers it, and waits for the other side's picture. */
  async joinAtOnce(): Promise<Opening> {
    this.startReading();
    const ready = await this.press("Join call");
    while (this.firstShown === undefined) await nextFrame();
    const opened = performance.timeOrigin;
    return { untilReady: ready - opened, untilPicture: this.firstShown - opened };
  }

  /** Presses the first button of this name, as soon as it is there, and returns when that was. */
  async press(name: string): Promise<number> {
    for (;;) {
      const button = findDeep(document, "button", (element) =>
        [element.textContent?.trim(), element.ariaLabel].includes(name),
      );
      if (button instanceof HTMLButtonElement) {
        button.click();
        return now();
      }
      await nextFrame();
    }
  }

  get #theEar(): Ear {
    return this.peer.ear ?? this.#ear;
  }
}

/** The surface in the first tile that is not one's own. */
function remoteSurface(): Surface | undefined {
  const picture = findDeep(document, "kith-picture");
  return picture?.shadowRoot?.querySelector<Surface>("canvas, video") ?? undefined;
}

function nextFrame(): Promise<number> {
  return new Promise(requestAnimationFrame);
}

globalThis.bench = new BenchPage();

// Where a page is not from a secure origin, as the blank one that a tab begins with, there are no devices to replace.
if (isSecureContext) {
  navigator.mediaDevices.getUserMedia = async ({ audio, video } = {}) => {
    const stream = new MediaStream();
    if (video) stream.addTrack(openCamera(globalThis.benchSetup.camera));
    if (audio) stream.addTrack(globalThis.bench.openMicrophone());
    return stream;
  };
}
