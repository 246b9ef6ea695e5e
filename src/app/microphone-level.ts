import type { ReadableAtom } from "nanostores";

/** Between two looks: quick enough to seem live, slow enough to cost nothing. Milliseconds. */
const INTERVAL = 66;
/** Speech at arm's length comes to about half the scale. */
const GAIN = 5;

/** How loud a microphone is, 0 to 1. Measures only while somebody listens. */
export class MicrophoneLevel {
  readonly #track: ReadableAtom<MediaStreamTrack | undefined>;
  readonly #listeners = new Set<(level: number) => void>();
  #level = 0;
  #stop = () => {};

  constructor(track: ReadableAtom<MediaStreamTrack | undefined>) {
    this.#track = track;
  }

  get(): number {
    return this.#level;
  }

  /** Calls the listener with every change until the returned function is called. */
  listen(listener: (level: number) => void): () => void {
    if (this.#listeners.size === 0) this.#stop = this.#follow();
    this.#listeners.add(listener);
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#stop();
    };
  }

  /** Whichever track there is. */
  #follow(): () => void {
    let stop = () => {};
    const unsubscribe = this.#track.subscribe((track) => {
      stop();
      stop = track === undefined ? () => {} : measureSoon(track, (level) => this.#tell(level));
    });
    return () => {
      unsubscribe();
      stop();
    };
  }

  #tell(level: number): void {
    this.#level = level;
    for (const listener of this.#listeners) listener(level);
  }
}

/** In a task of its own: to open an audio context takes a phone as long as to draw a screen. */
function measureSoon(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  let stop = () => {};
  const timer = setTimeout(() => {
    stop = measure(track, tell);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function measure(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
    tell(Math.min(1, Math.sqrt(energy / samples.length) * GAIN));
  }, INTERVAL);
  return () => {
    clearInterval(timer);
    tell(0);
    void context.close();
  };
}
