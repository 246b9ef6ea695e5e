import { ClockOffset } from "./clock.ts";
import { type Silence, SilenceMeter } from "./silence.ts";

/** Well above the hum, well below a click. */
const LOUD = 0.1;
/** Milliseconds: a click that is seen twice is less than that apart, and two clicks are more. */
const ONE_CLICK = 250;

/** Notes when clicks come out of a loudspeaker, and for how much of the time the hum under them does not. */
export class Ear {
  readonly #offset = new ClockOffset();
  #clicks: number[] = [];
  #silence = new SilenceMeter();
  /** Media time up to which it has listened. */
  #heardUntil = Number.NEGATIVE_INFINITY;

  /** Listens to what an audio context plays; call it before the first node is connected to the loudspeaker. */
  static toContexts(): Ear {
    const ear = new Ear();
    const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode | AudioParam) => AudioNode;
    AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode | AudioParam) {
      if (to instanceof AudioDestinationNode) ear.#listenToNode(this, connect);
      return connect.call(this, to);
    } as typeof AudioNode.prototype.connect;
    return ear;
  }

  /** Listens to a remote track of WebRTC, where its mixer hands sound to the loudspeaker. Something must play the track. */
  static toTrack(track: MediaStreamTrack): Ear {
    const ear = new Ear();
    void ear.#listenToTrack(track as MediaStreamAudioTrack);
    return ear;
  }

  /** Forgets what was heard so far. */
  reset(): void {
    this.#clicks = [];
    this.#silence = new SilenceMeter();
  }

  get silence(): Silence {
    return this.#silence.total;
  }

  /** Clicks heard, in milliseconds of the shared clock. */
  get clicks(): readonly number[] {
    return this.#clicks.map((time) => this.#offset.shared(time));
  }

  #listenToNode(node: AudioNode, connect: (this: AudioNode, to: AudioNode) => AudioNode): void {
    const { context } = node;
    const analyser = new AnalyserNode(context, { fftSize: 8192 });
    connect.call(node, analyser);
    const samples = new Float32Array(analyser.fftSize);
    // What was asked for last begins to sound now: its end is one buffer ahead.
    const ahead = context instanceof AudioContext ? context.baseLatency * 1000 : 0;
    const timer = setInterval(() => {
      if (context.state === "closed") clearInterval(timer);
      const end = context.currentTime * 1000;
      this.#offset.observe(end - ahead);
      analyser.getFloatTimeDomainData(samples);
      this.#search(samples, end - (samples.length / context.sampleRate) * 1000, context.sampleRate);
    }, 20);
  }

  async #listenToTrack(track: MediaStreamAudioTrack): Promise<void> {
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const { numberOfFrames, sampleRate, timestamp } = next.value;
      const samples = new Float32Array(numberOfFrames);
      next.value.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      next.value.close();
      this.#offset.observe(timestamp / 1000);
      this.#search(samples, timestamp / 1000, sampleRate);
    }
  }

  /** `start` is the media time of the first sample, in milliseconds. Those that came before are passed over. */
  #search(samples: Float32Array, start: number, sampleRate: number): void {
    const known = Math.ceil(((this.#heardUntil - start) / 1000) * sampleRate);
    const first = Math.min(samples.length, Math.max(0, known));
    this.#heardUntil = start + (samples.length / sampleRate) * 1000;
    this.#silence.add(samples.subarray(first), sampleRate);
    for (let i = first; i < samples.length; i++) {
      if (Math.abs(samples[i] ?? 0) < LOUD) continue;
      const time = start + (i / sampleRate) * 1000;
      if (time - (this.#clicks.at(-1) ?? Number.NEGATIVE_INFINITY) > ONE_CLICK) this.#clicks.push(time);
    }
  }
}
