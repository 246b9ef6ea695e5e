import { ClockOffset } from "./clock.ts";

/** A click is a short beep: what speech codecs are made for passes, a single spike does not. */
const BEEP = { frequency: 1000, seconds: 0.008, gain: 0.6 };
/** Loud enough to count as speech, so that somebody speaks all the time and the screens have nothing to change. */
const HUM = { frequency: 180, gain: 0.05 };

/** A microphone that hears a click, evenly, over a hum. */
export class ClickingMicrophone {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext();
  readonly #offset = new ClockOffset();
  readonly #started: number;

  /** `clickPeriod` is in milliseconds. */
  constructor(clickPeriod: number) {
    const context = this.#context;
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    const [track] = output.stream.getAudioTracks();
    if (track === undefined) throw new Error("The audio context made no track");
    this.track = track;
    const source = new AudioBufferSourceNode(context, {
      buffer: clickAndHum(context, clickPeriod),
      loop: true,
    });
    source.connect(output);
    this.#started = context.currentTime + 0.1;
    source.start(this.#started);
    const timer = setInterval(() => {
      this.#offset.observe(context.currentTime * 1000);
      if (track.readyState === "ended") clearInterval(timer);
    }, 20);
  }

  /** A moment at which a click was made, in milliseconds of the shared clock; the others are whole periods away. */
  get click(): number {
    return this.#offset.shared(this.#started * 1000);
  }
}

function clickAndHum({ sampleRate }: BaseAudioContext, clickPeriod: number): AudioBuffer {
  const length = (sampleRate * clickPeriod) / 1000;
  const samples = Float32Array.from({ length }, (_, i) => {
    const time = i / sampleRate;
    const beep = time < BEEP.seconds ? BEEP.gain * Math.sin(2 * Math.PI * BEEP.frequency * time) : 0;
    return beep + HUM.gain * Math.sin(2 * Math.PI * HUM.frequency * time);
  });
  const buffer = new AudioBuffer({ length, sampleRate });
  buffer.copyToChannel(samples, 0);
  return buffer;
}
