// Sound to listen to with numbers: sources, a network with a clock, and what an ear would notice.
import { PlayoutBuffer } from "../../src/media/playout-buffer.ts";
import { SAMPLE_RATE, samplesIn } from "../../src/media/sound.ts";

/** What the audio thread asks for at a time. */
export const QUANTUM = 128;

/** A wave that is known at every moment of the sender's clock, in samples. */
export type Wave = (sample: number) => number;

export function sine(hertz: number, loudness = 0.5): Wave {
  return (sample) => loudness * Math.sin((2 * Math.PI * hertz * sample) / SAMPLE_RATE);
}

/** Noise that is the same in every run. */
export const noise: Wave = (sample) => {
  const hash = Math.sin(sample * 12.9898) * 43_758.5453;
  return hash - Math.floor(hash) - 0.5;
};

export interface Arrival {
  /** Samples of the player's clock. */
  readonly at: number;
  readonly timestamp: number;
  readonly length: number;
}

/** Packets of `length` samples for so many milliseconds, each `delay(i)` milliseconds on its way; undefined is lost. */
export function packets(
  milliseconds: number,
  delay: (index: number) => number | undefined = () => 0,
  { length = samplesIn(10), timestamp = 0, from = 0 } = {},
): Arrival[] {
  const count = Math.floor(samplesIn(milliseconds) / length);
  return Array.from({ length: count }, (_, i) => ({ i, late: delay(i) })).flatMap(({ i, late }) =>
    late === undefined
      ? []
      : [{ at: from + (i + 1) * length + samplesIn(late), timestamp: timestamp + i * length, length }],
  );
}

/** Plays what arrives for so many milliseconds and returns all that was heard. */
export function listen(
  buffer: PlayoutBuffer,
  arrivals: readonly Arrival[],
  wave: Wave,
  milliseconds: number,
  onQuantum: (now: number) => void = () => undefined,
  isCopy: (arrival: Arrival) => boolean = () => false,
): Float32Array {
  const heard = new Float32Array(Math.floor(samplesIn(milliseconds) / QUANTUM) * QUANTUM);
  const due = arrivals.toSorted((a, b) => a.at - b.at);
  for (let now = 0; now < heard.length; now += QUANTUM) {
    for (let next = due[0]; next !== undefined && next.at <= now; next = due[0]) {
      const { timestamp, length } = next;
      buffer.put(
        timestamp,
        Float32Array.from({ length }, (_, i) => wave(timestamp + i)),
        now,
        isCopy(next),
      );
      due.shift();
    }
    buffer.take(heard.subarray(now, now + QUANTUM));
    onQuantum(now);
  }
  return heard;
}

/** Plays through a new buffer. */
export function played(arrivals: readonly Arrival[], wave: Wave, milliseconds: number) {
  const buffer = new PlayoutBuffer();
  return { buffer, heard: listen(buffer, arrivals, wave, milliseconds) };
}

/** The part of a sound between two times in milliseconds. */
export function part(sound: Float32Array, from: number, to: number): Float32Array {
  return sound.subarray(samplesIn(from), samplesIn(to));
}

/** The largest leap between two neighbouring samples: a click. */
export function largestStep(sound: Float32Array): number {
  return sound.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (sound[i - 1] ?? value))), 0);
}

export function loudness(sound: Float32Array): number {
  return Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length);
}

/** The frequency that is loudest, to 2 Hz, between 100 and 1,000. */
export function dominantFrequency(sound: Float32Array): number {
  let best = 0;
  let most = -1;
  for (let hertz = 100; hertz <= 1000; hertz += 2) {
    let [real, imaginary] = [0, 0];
    for (let i = 0; i < sound.length; i += 4) {
      const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / sound.length);
      const angle = (2 * Math.PI * hertz * i) / SAMPLE_RATE;
      real += (sound[i] ?? 0) * window * Math.cos(angle);
      imaginary += (sound[i] ?? 0) * window * Math.sin(angle);
    }
    const power = real * real + imaginary * imaginary;
    if (power > most) [best, most] = [hertz, power];
  }
  return best;
}

/** Where in the wave the sound is at this sample, if it is the wave there, bit by bit; undefined if it is not. */
export function placeInWave(sound: Float32Array, at: number, wave: Wave, latest: number): number | undefined {
  const span = 64;
  for (let place = latest; place >= 0; place--) {
    let same = 0;
    while (same < span && sound[at + same] === Math.fround(wave(place + same))) same++;
    if (same === span) return place;
  }
  return undefined;
}
