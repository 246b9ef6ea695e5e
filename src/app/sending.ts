import { capturedSound, videoFrames } from "../workers/capture/client.ts";
import type { EngineClient } from "../workers/engine/client.ts";
import { SWAP_OVERLAP } from "./capture-source.ts";

/** All that is sent of a person in a call: what their devices and their screen capture goes to the engine. */
export class Sending {
  readonly camera: SentTrack;
  readonly microphone: SentTrack;
  readonly screen: SentTrack;
  readonly screenSound: SentTrack;

  constructor(engine: Pick<EngineClient, "tell">) {
    this.camera = new SentTrack((track, signal) => {
      engine.tell({ type: "camera", frames: track && videoFrames(track, signal) });
    });
    this.microphone = new SentTrack((track, signal) => {
      engine.tell({ type: "microphone", sound: track && capturedSound(track, signal) });
    });
    this.screen = new SentTrack((track, signal) => {
      engine.tell({ type: "screen", frames: track && videoFrames(track, signal) });
    });
    this.screenSound = new SentTrack((track, signal) => {
      engine.tell({ type: "screen-sound", sound: track && capturedSound(track, signal) });
    });
  }

  stop(): void {
    for (const sent of [this.camera, this.microphone, this.screen, this.screenSound]) sent.stop();
  }
}

/** The track that is being sent, one at a time. */
class SentTrack {
  readonly #send: (track: MediaStreamTrack | undefined, signal: AbortSignal) => void;
  #track: MediaStreamTrack | undefined;
  #capturing = new AbortController();

  /** `send` captures for as long as its signal lets it. */
  constructor(send: (track: MediaStreamTrack | undefined, signal: AbortSignal) => void) {
    this.#send = send;
  }

  /** A track that replaces another one is sent from its first frame on: until then the other one is captured as well. */
  use(track: MediaStreamTrack | undefined): void {
    if (track === this.#track) return;
    const before = this.#capturing;
    if (track === undefined || this.#track === undefined) before.abort();
    else setTimeout(() => before.abort(), SWAP_OVERLAP);
    this.#track = track;
    this.#capturing = new AbortController();
    this.#send(track, this.#capturing.signal);
  }

  stop(): void {
    this.#capturing.abort();
    this.#track = undefined;
  }
}
