/*
 * The audio thread: one jitter buffer for each track of sound, summed. It owns the buffers; a source that says nothing for a while is
 * let go. Sound comes from the engine worker over a port of its own, past the page's thread.
 */
import { PlayoutBuffer } from "../../media/playout-buffer.ts";
import { SAMPLE_RATE } from "../../media/sound.ts";
import type { FromPlayout, PlayoutSetup, ToPlayout } from "./messages.ts";

const MAX_SOURCES = 64;
/** A source is forgotten after so many samples without sound. */
const FORGET_AFTER = 30 * SAMPLE_RATE;

interface Source {
  readonly buffer: PlayoutBuffer;
  lastHeard: number;
}

class Playout extends AudioWorkletProcessor {
  readonly #sources = new Map<number, Source>();
  #port: MessagePort | undefined;
  #scratch = new Float32Array(128);
  #nextStats = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<PlayoutSetup>) => {
      this.#port = data.port;
      this.#port.onmessage = (event: MessageEvent<ToPlayout>) => this.#handle(event.data);
    };
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [first, ...others] = outputs[0] ?? [];
    if (first === undefined) return true;
    if (this.#scratch.length !== first.length) this.#scratch = new Float32Array(first.length);
    for (const [id, source] of this.#sources) {
      source.buffer.take(this.#scratch);
      for (let i = 0; i < first.length; i++) first[i] = (first[i] ?? 0) + (this.#scratch[i] ?? 0);
      if (currentFrame - source.lastHeard > FORGET_AFTER) this.#sources.delete(id);
    }
    for (const other of others) other.set(first);
    this.#report();
    return true;
  }

  #handle(message: ToPlayout): void {
    if (message.type === "end") {
      this.#sources.delete(message.source);
      return;
    }
    let source = this.#sources.get(message.source);
    if (source === undefined) {
      if (this.#sources.size >= MAX_SOURCES) return;
      source = { buffer: new PlayoutBuffer(), lastHeard: currentFrame };
      this.#sources.set(message.source, source);
    }
    source.lastHeard = currentFrame;
    source.buffer.put(message.timestamp, message.samples, currentFrame, message.isCopy);
  }

  #report(): void {
    if (currentFrame < this.#nextStats) return;
    this.#nextStats = currentFrame + SAMPLE_RATE;
    const sources = new Map([...this.#sources].map(([id, { buffer }]) => [id, buffer.stats]));
    this.#port?.postMessage({ type: "stats", sources } satisfies FromPlayout);
  }
}

registerProcessor("playout", Playout);
