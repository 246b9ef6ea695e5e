// What a network that stalls now and then costs: in delay, and in sound that is made up.
import { expect, test } from "vitest";
import { PlayoutBuffer } from "../../../src/media/playout-buffer.ts";
import { samplesIn } from "../../../src/media/sound.ts";
import { random } from "../../fakes/losses.ts";
import { type Arrival, listen, type Wave } from "../../fakes/sound.ts";

const SECONDS = 120;
const BEGINNING = samplesIn(5_000);
const PACKET = samplesIn(10);
/** Every sample tells its time. */
const ramp: Wave = (i) => i / 2 ** 24;

/** Packets up to 3 ms apart from their due, with stalls of 20 to 80 ms, one in so many milliseconds on average. */
function stalling(every: number, seed: number): Arrival[] {
  const next = random(seed);
  let until = 0;
  let nextStall = 2 * every * next();
  return Array.from({ length: SECONDS * 100 }, (_, i) => {
    const sent = 10 * i;
    if (sent >= nextStall) {
      until = sent + 20 + 60 * next();
      nextStall = sent + 100 + 2 * every * next();
    }
    const at = PACKET + samplesIn(Math.max(sent + 3 * next(), until));
    return { at, timestamp: i * PACKET, length: PACKET };
  });
}

/** Delay from the arrival of the fastest packets on (milliseconds), and the part that was made up. */
function heardOver(arrivals: readonly Arrival[]) {
  const buffer = new PlayoutBuffer();
  let concealed = 0;
  const isReal: boolean[] = [];
  const heard = listen(buffer, arrivals, ramp, 1000 * SECONDS - 100, () => {
    isReal.push(buffer.stats.concealedSamples === concealed);
    concealed = buffer.stats.concealedSamples;
  });
  const quantum = heard.length / isReal.length;
  const delays = isReal
    .flatMap((real, i) => (real && i * quantum > BEGINNING ? [i * quantum] : []))
    .map((at) => (1000 * (at - PACKET - (heard[at] ?? 0) * 2 ** 24)) / samplesIn(1000))
    .sort((a, b) => a - b);
  const quantile = (part: number) => delays[Math.floor(part * delays.length)] ?? Number.NaN;
  return { p50: quantile(0.5), p95: quantile(0.95), concealed: concealed / heard.length };
}

test.each([
  { every: 500, p50: 72, p95: 83, concealed: 0.003 },
  { every: 2_000, p50: 26, p95: 56, concealed: 0.015 },
  { every: 4_000, p50: 18, p95: 26, concealed: 0.01 },
  { every: 10_000, p50: 18, p95: 24, concealed: 0.004 },
])(
  "stalls of 20 to 80 ms every $every ms are waited for where they are frequent, and passed over where they are rare",
  (most) => {
    const rounds = [1, 2, 3].map((seed) => heardOver(stalling(most.every, seed)));
    const mean = (of: "p50" | "p95" | "concealed") =>
      rounds.reduce((sum, round) => sum + round[of], 0) / rounds.length;
    for (const of of ["p50", "p95", "concealed"] as const) expect(mean(of)).toBeLessThanOrEqual(most[of]);
  },
);
