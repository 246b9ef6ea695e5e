import fc from "fast-check";
import { expect, test } from "vitest";
import { PlayoutBuffer } from "../../../src/media/playout-buffer.ts";
import type { PlayoutStats } from "../../../src/media/playout-stats.ts";
import { samplesIn } from "../../../src/media/sound.ts";
import {
  dominantFrequency,
  largestStep,
  listen,
  loudness,
  noise,
  packets,
  part,
  placeInWave,
  played,
  QUANTUM,
  sine,
  type Wave,
} from "../../fakes/sound.ts";

const tone = sine(440);
/** No step of the tone itself is larger. */
const TONE_STEP = 0.5 * ((2 * Math.PI * 440) / 48_000);
const MAX_BUFFERED = samplesIn(1000);

/** Samples that are neither played nor given up: nobody else than the buffer has them. */
const held = (stats: PlayoutStats) =>
  stats.decodedSamples +
  stats.insertedSamplesForDeceleration -
  stats.jitterBufferEmittedCount -
  stats.discardedSamples -
  stats.removedSamplesForAcceleration;

/** Delays as a bad network has them: seeded, up to `most` milliseconds. */
const jitter = (most: number) => (index: number) => most * (noise(index * 7.3) + 0.5);

test.each([2.5, 10, 20, 60])(
  "an even stream of %d ms packets is played bit by bit, and soon",
  (milliseconds) => {
    const arrivals = packets(3000, () => 0, { length: samplesIn(milliseconds) });
    const { buffer, heard } = played(arrivals, noise, 2900);
    const start = samplesIn(2 * milliseconds + 30);
    const place = placeInWave(heard, start, noise, start) ?? Number.NaN;
    expect(start - place, "latency").toBeLessThanOrEqual(samplesIn(milliseconds + 8) + 2 * QUANTUM);
    for (let i = start; i < heard.length; i++)
      if (heard[i] !== Math.fround(noise(place + i - start))) throw new Error(`Another sample at ${i}`);
    expect(buffer.stats).toMatchObject({
      concealedSamples: 0,
      concealmentEvents: 0,
      removedSamplesForAcceleration: 0,
      insertedSamplesForDeceleration: 0,
    });
  },
);

test("begins from silence without a click", () => {
  const { heard } = played(packets(500), (i) => 0.8 * Math.cos(i / 50), 400);
  expect(largestStep(heard)).toBeLessThan(0.03);
});

test("nothing in, silence out", () => {
  const buffer = new PlayoutBuffer();
  const heard = listen(buffer, [], tone, 2000);
  expect(heard.every((sample) => sample === 0)).toBe(true);
  expect(buffer.stats).toMatchObject({ concealedSamples: 0, concealmentEvents: 0, bufferedSamples: 0 });
});

test("a source that has been silent for long begins like a new one, whatever its packets' length", () => {
  for (const length of [samplesIn(2.5), samplesIn(10)]) {
    const { buffer, heard } = played(
      packets(1000, () => 0, { length, from: samplesIn(3000) }),
      tone,
      3900,
    );
    expect(loudness(part(heard, 0, 3000))).toBe(0);
    expect(loudness(part(heard, 3050, 3900))).toBeCloseTo(0.5 / Math.SQRT2, 2);
    expect(buffer.stats.concealedSamples).toBe(0);
  }
});

test("uneven arrivals raise the target until nothing has to be made up", () => {
  const buffer = new PlayoutBuffer();
  const early: number[] = [];
  const concealed: number[] = [];
  const arrivals = packets(12_000, jitter(60));
  const heard = listen(buffer, arrivals, tone, 11_000, (now) => {
    if (now < samplesIn(5)) early.push(buffer.stats.targetSamples);
    concealed.push(buffer.stats.concealedSamples);
  });
  expect(Math.max(...early)).toBe(2 * QUANTUM);
  expect(buffer.stats.targetSamples).toBeGreaterThan(samplesIn(50));
  expect(buffer.stats.targetSamples).toBeLessThan(samplesIn(75));
  const half = Math.floor(concealed.length / 2);
  expect((concealed.at(-1) ?? 0) - (concealed[half] ?? 0), "made up in the second half").toBeLessThan(
    samplesIn(20),
  );
  expect(largestStep(heard)).toBeLessThan(3 * TONE_STEP);
});

test("packets that are late again and again come to be waited for, even while others are there", () => {
  const buffer = new PlayoutBuffer();
  const discarded: number[] = [];
  const everyTenth = (index: number) => (index % 10 === 5 ? 60 : 0);
  listen(buffer, packets(6000, everyTenth), tone, 5900, () => discarded.push(buffer.stats.discardedSamples));
  const third = Math.floor(discarded.length / 3);
  expect(discarded[third]).toBeGreaterThan(0);
  expect(discarded.at(-1)).toBe(discarded[third]);
  expect(buffer.stats.removedSamplesForAcceleration).toBe(0);
});

test("when little is left and nothing comes, what is there is said slowly, without another pitch", () => {
  // A stall every second, as long as all that is waited for at the beginning.
  const stalls = (index: number) => Math.max(0, 70 - 10 * (index % 100));
  const { buffer, heard } = played(packets(20_000, stalls, { length: samplesIn(10) }), tone, 19_900);
  const { insertedSamplesForDeceleration, concealedSamples, decodedSamples } = buffer.stats;
  expect(insertedSamplesForDeceleration).toBeGreaterThan(samplesIn(200));
  expect(concealedSamples).toBeLessThan(0.012 * decodedSamples);
  for (let from = 10_000; from < 19_000; from += 500)
    expect(Math.abs(dominantFrequency(part(heard, from, from + 400)) - 440)).toBeLessThanOrEqual(6);
});

test("where packets come in bunches all the time, nothing runs away", () => {
  const bunches = (index: number) => 10 * (4 - (index % 5));
  const buffer = new PlayoutBuffer();
  const delays: number[] = [];
  listen(buffer, packets(30_000, bunches, { length: samplesIn(10) }), tone, 29_900, () =>
    delays.push(buffer.stats.bufferedSamples),
  );
  expect(Math.max(...delays.slice(delays.length / 2))).toBeLessThan(samplesIn(90));
});

test("when arrivals are even again, the delay comes down again, without another pitch", () => {
  const buffer = new PlayoutBuffer();
  const delays: number[] = [];
  const uneven = packets(4000, jitter(100));
  const even = packets(6000, () => 0, { timestamp: samplesIn(4000), from: samplesIn(4000) });
  const heard = listen(buffer, [...uneven, ...even], tone, 9900, () =>
    delays.push(buffer.stats.bufferedSamples),
  );
  const most = (from: number, to: number) =>
    Math.max(...delays.slice(Math.floor(samplesIn(from) / QUANTUM), Math.floor(samplesIn(to) / QUANTUM)));
  expect(most(3000, 4000)).toBeGreaterThan(samplesIn(90));
  expect(most(8800, 9800)).toBeLessThanOrEqual(samplesIn(20 + 4) + 2 * QUANTUM); // a packet, what is not worth a stretch, two quanta
  expect(buffer.stats.removedSamplesForAcceleration).toBeGreaterThan(samplesIn(40));
  for (let from = 5000; from < 9500; from += 500)
    expect(Math.abs(dominantFrequency(part(heard, from, from + 400)) - 440)).toBeLessThanOrEqual(4);
  expect(largestStep(part(heard, 5000, 9900))).toBeLessThan(2 * TONE_STEP);
});

test("time is taken out without a click even where nothing repeats itself", () => {
  const chord: Wave = (i) => sine(220, 0.3)(i) + sine(331, 0.3)(i) + sine(547, 0.2)(i);
  const uneven = packets(3000, jitter(100));
  const even = packets(3000, () => 0, { timestamp: samplesIn(3000), from: samplesIn(3000) });
  const { buffer, heard } = played([...uneven, ...even], chord, 5900);
  expect(buffer.stats.removedSamplesForAcceleration).toBeGreaterThan(samplesIn(40));
  const natural = largestStep(Float32Array.from({ length: 9600 }, (_, i) => chord(i)));
  expect(largestStep(part(heard, 4000, 5900))).toBeLessThan(1.3 * natural);
});

test("when arrivals become uneven, the delay grows by stretched sound, not by gaps, without another pitch", () => {
  const buffer = new PlayoutBuffer();
  const uneven = packets(20_000, jitter(60), { timestamp: samplesIn(1000), from: samplesIn(1000) });
  const heard = listen(buffer, [...packets(1000), ...uneven], tone, 20_900);
  const { stats } = buffer;
  expect(stats.insertedSamplesForDeceleration).toBeGreaterThan(samplesIn(10));
  for (let from = 1500; from < 4000; from += 250)
    expect(Math.abs(dominantFrequency(part(heard, from, from + 250)) - 440)).toBeLessThanOrEqual(6);
  expect(largestStep(heard)).toBeLessThan(3 * TONE_STEP);
});

test("does not stretch to and fro around its target, however low the voice", () => {
  const uneven = packets(2000, jitter(60));
  const even = packets(28_000, () => 0, { timestamp: samplesIn(2000), from: samplesIn(2000) });
  const buffer = new PlayoutBuffer();
  const inserted: number[] = [];
  listen(buffer, [...uneven, ...even], sine(70), 29_900, () =>
    inserted.push(buffer.stats.insertedSamplesForDeceleration),
  );
  expect(inserted.at(-1)).toBe(inserted[Math.floor(inserted.length / 6)]);
});

test("waits for copies, once losses show that it needs them, and no longer than it does", () => {
  const lossy = packets(20_000, (i) => (i % 20 === 7 ? 20 : 0));
  const even = packets(30_000, () => 0, { timestamp: samplesIn(20_000), from: samplesIn(20_000) });
  const buffer = new PlayoutBuffer();
  const targets: number[] = [];
  const concealed: number[] = [];
  listen(
    buffer,
    [...lossy, ...even],
    tone,
    49_900,
    () => {
      targets.push(buffer.stats.targetSamples);
      concealed.push(buffer.stats.concealedSamples);
    },
    ({ at, timestamp }) => at - timestamp > samplesIn(15),
  );
  const at = <T>(series: readonly T[], second: number) =>
    series[Math.floor(samplesIn(1000 * second) / QUANTUM)];
  expect(at(targets, 1)).toBeGreaterThanOrEqual(samplesIn(20));
  expect(at(targets, 19)).toBeLessThanOrEqual(samplesIn(20) + 3 * QUANTUM);
  expect(at(concealed, 19)).toBe(at(concealed, 1));
  expect(at(targets, 49)).toBeLessThanOrEqual(3 * QUANTUM);
});

test("tells how long sound was here, and how long it was meant to be", () => {
  const { stats } = played(
    packets(5000, () => 5),
    tone,
    4900,
  ).buffer;
  const mean = (sum: number) => (1000 * sum) / stats.jitterBufferEmittedCount;
  expect(stats.jitterBufferEmittedCount).toBeGreaterThan(samplesIn(4800));
  expect(stats.totalSamplesReceived).toBe(stats.jitterBufferEmittedCount);
  expect(held(stats)).toBe(stats.bufferedSamples);
  // Two quanta to aim at, one by which arrivals seem uneven to who only looks once in each.
  expect(mean(stats.jitterBufferTargetDelay)).toBeGreaterThan(5.3);
  expect(mean(stats.jitterBufferTargetDelay)).toBeLessThan(8.1);
  expect(mean(stats.jitterBufferDelay)).toBeGreaterThan(mean(stats.jitterBufferTargetDelay) - 2.7);
  expect(mean(stats.jitterBufferDelay)).toBeLessThan(mean(stats.jitterBufferTargetDelay) + 2.7);
});

test("a burst behind a stall longer than a pause begins with what is newest", () => {
  const stall = (index: number) => (index >= 100 && index < 190 ? 900 - 10 * (index - 100) : 0);
  const buffer = new PlayoutBuffer();
  const delays: number[] = [];
  listen(buffer, packets(3000, stall), tone, 2900, () => delays.push(buffer.stats.bufferedSamples));
  const justAfter = delays[Math.ceil(samplesIn(1920) / QUANTUM)];
  expect(justAfter).toBeLessThanOrEqual(samplesIn(430));
  expect(buffer.stats.concealedSamples).toBeLessThanOrEqual(samplesIn(610));
});

test("a burst behind a stall is played faster, not thrown away", () => {
  const stall = (index: number) => (index >= 100 && index < 140 ? 400 - 10 * (index - 100) : 0);
  const { buffer, heard } = played(packets(8000, stall), tone, 7900);
  const { stats } = buffer;
  expect(stats.discardedSamples).toBeLessThanOrEqual(samplesIn(10));
  expect(stats.concealedSamples).toBeGreaterThan(samplesIn(350));
  expect(stats.silentConcealedSamples).toBeGreaterThan(samplesIn(300));
  expect(stats.concealedSamples).toBeLessThan(samplesIn(410));
  expect(stats.removedSamplesForAcceleration).toBeGreaterThan(samplesIn(300));
  expect(stats.bufferedSamples).toBeLessThanOrEqual(samplesIn(31));
  for (let from = 1500; from < 3000; from += 250)
    expect(Math.abs(dominantFrequency(part(heard, from, from + 250)) - 440)).toBeLessThanOrEqual(6);
});

test("a lost packet is made up for its time, and nothing else changes", () => {
  const { buffer, heard } = played(
    packets(2000, (i) => (i === 100 ? undefined : 0)),
    tone,
    1900,
  );
  expect(buffer.stats).toMatchObject({ concealmentEvents: 1, removedSamplesForAcceleration: 0 });
  expect(buffer.stats).toMatchObject({ insertedSamplesForDeceleration: 0, silentConcealedSamples: 0 });
  expect(Math.abs(buffer.stats.concealedSamples - samplesIn(10))).toBeLessThanOrEqual(QUANTUM);
  expect(largestStep(heard)).toBeLessThan(2 * TONE_STEP);
  expect(loudness(part(heard, 1000, 1030))).toBeGreaterThan(0.25);
});

test("a loss of many packets fades away, comes back without a click, and costs no delay", () => {
  const lost = (index: number) => (index >= 100 && index < 130 ? undefined : 0);
  const { buffer, heard } = played(packets(3000, lost), tone, 2900);
  const { stats } = buffer;
  expect(stats).toMatchObject({ concealmentEvents: 1, removedSamplesForAcceleration: 0 });
  const waited = stats.concealedSamples - samplesIn(300);
  expect(Math.abs(waited)).toBeLessThanOrEqual(QUANTUM);
  expect(stats.silentConcealedSamples).toBe(stats.concealedSamples - samplesIn(60));
  expect(loudness(part(heard, 1100, 1280))).toBe(0);
  expect(largestStep(heard)).toBeLessThan(2 * TONE_STEP);
  const before = placeInWave(heard, samplesIn(900), tone, samplesIn(900));
  const after = placeInWave(heard, samplesIn(2000), tone, samplesIn(2000));
  const [delay, delayBefore] = [samplesIn(2000) - (after ?? 0), samplesIn(900) - (before ?? 0)];
  expect(delay - delayBefore).toBe(waited);
});

test("of a packet that comes late what is still of use is played, of one that comes later nothing", () => {
  const discarded = (late: number) =>
    played(
      packets(2000, (i) => (i === 150 ? late : 0)),
      tone,
      1900,
    ).buffer.stats.discardedSamples;
  const usual = discarded(0);
  expect(discarded(4) - usual).toBe(0);
  expect(discarded(15) - usual).toBeGreaterThan(0);
  expect(discarded(15) - usual).toBeLessThan(samplesIn(10));
  expect(discarded(95) - usual).toBe(samplesIn(10));
});

test("packets that change places or come twice change nothing", () => {
  const swapped = (index: number) => (index % 10 === 5 ? 12 : 0);
  const inOrder = played(packets(3000, swapped), tone, 2900);
  const doubled = packets(3000, swapped).flatMap((one) => [one, one]);
  const twice = played(doubled, tone, 2900);
  expect(
    Buffer.compare(bytesOf(part(inOrder.heard, 1000, 2900)), bytesOf(part(twice.heard, 1000, 2900))),
  ).toBe(0);
  expect(twice.buffer.stats.discardedSamples).toBeGreaterThan(samplesIn(2800));
});

test("after a long pause comes a new beginning, at the usual delay", () => {
  const talk = packets(1000);
  const again = packets(2000, () => 0, { timestamp: samplesIn(6000), from: samplesIn(6000) });
  const { buffer, heard } = played([...talk, ...again], tone, 7900);
  expect(loudness(part(heard, 1100, 6000))).toBe(0);
  expect(loudness(part(heard, 6050, 7900))).toBeCloseTo(0.5 / Math.SQRT2, 2);
  expect(buffer.stats.concealedSamples).toBeLessThanOrEqual(samplesIn(610));
  expect(buffer.stats.bufferedSamples).toBeLessThanOrEqual(samplesIn(31));
});

test("a pause does not make it forget how uneven the network is", () => {
  const talk = packets(3000, jitter(60));
  const again = packets(2000, jitter(60), { timestamp: samplesIn(6000), from: samplesIn(6000) });
  const { buffer } = played([...talk, ...again], tone, 6200);
  expect(buffer.stats.targetSamples).toBeGreaterThan(samplesIn(40));
});

test.each([
  ["another clock, ahead", 1e12],
  ["another clock, behind", -1e12],
  ["the beginning again", -samplesIn(1500)],
])("a sender that goes on at %s is followed", (_, timestamp) => {
  const restarted = packets(2000, () => 0, { timestamp: timestamp + 48_000, from: samplesIn(1000) });
  const { buffer, heard } = played([...packets(1000), ...restarted], tone, 2900);
  expect(loudness(part(heard, 1050, 2900))).toBeGreaterThan(0.3);
  expect(buffer.stats.bufferedSamples).toBeLessThanOrEqual(samplesIn(31));
  expect(buffer.stats.targetSamples).toBeLessThanOrEqual(samplesIn(11));
});

test("a sender that begins anew before it was heard at all is followed, too", () => {
  const lonely = packets(10, () => 0, { timestamp: 1e9 });
  const { heard } = played([...lonely, ...packets(1000, () => 0, { from: samplesIn(50) })], tone, 1000);
  expect(loudness(part(heard, 100, 1000))).toBeGreaterThan(0.3);
});

test("more at once than fits loses the oldest, and goes on with the newest", () => {
  const burst = packets(3000).map((one) => ({ ...one, at: samplesIn(100) }));
  const after = packets(3000, () => 0, { timestamp: samplesIn(3000), from: samplesIn(100) });
  const { buffer, heard } = played([...burst, ...after], tone, 3000);
  expect(buffer.stats.bufferedSamples).toBeLessThanOrEqual(MAX_BUFFERED);
  expect(loudness(part(heard, 150, 3000))).toBeGreaterThan(0.3);
  expect(largestStep(heard)).toBeLessThan(3 * TONE_STEP);
});

test("a sender that runs far ahead is caught up with, and the leap does not click", () => {
  const ahead = packets(1500, () => 0, { timestamp: samplesIn(1000) }).map((one) => ({
    ...one,
    at: samplesIn(1000),
  }));
  const { buffer, heard } = played([...packets(1000), ...ahead], tone, 1500);
  expect(buffer.stats.discardedSamples).toBeGreaterThan(samplesIn(300));
  expect(largestStep(part(heard, 500, 1500))).toBeLessThan(2 * TONE_STEP);
});

test("whatever timestamps and lengths come, memory is bounded, time goes on and the books balance", () => {
  const piece = fc.record({
    timestamp: fc.oneof(
      fc.integer({ min: -2000, max: 60_000 }),
      fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
      fc.constantFrom(0, 480, 960, 1440, -480, 2 ** 40),
    ),
    length: fc.constantFrom(0, 1, 5, 120, 480, 960, 2880, 60_000),
    takes: fc.nat({ max: 6 }),
  });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const buffer = new PlayoutBuffer();
      const out = new Float32Array(QUANTUM);
      let now = 0;
      for (const { timestamp, length, takes } of pieces) {
        buffer.put(timestamp, new Float32Array(length).fill(0.5), now);
        for (let i = 0; i < takes; i++, now += QUANTUM) {
          buffer.take(out.fill(Number.NaN));
          if (!out.every((sample) => Math.abs(sample) <= 1)) throw new Error("Not a sound");
        }
        const { stats } = buffer;
        if (held(stats) < 0 || held(stats) > stats.bufferedSamples)
          throw new Error(`${held(stats)} samples held`);
        if (stats.bufferedSamples < 0 || stats.bufferedSamples > MAX_BUFFERED)
          throw new Error(`A delay of ${stats.bufferedSamples}`);
        if (stats.totalSamplesReceived > now) throw new Error("Played more than asked for");
      }
    }),
    { numRuns: 300 },
  );
});

test("a flood of overlapping scraps is neither kept nor slow", () => {
  const buffer = new PlayoutBuffer();
  for (let i = 0; i < 20_000; i++) buffer.put((i * 7919) % 48_000, new Float32Array(2880), 0);
  expect(held(buffer.stats)).toBeLessThanOrEqual(MAX_BUFFERED);
  const scraps = new PlayoutBuffer();
  for (let i = 0; i < 20_000; i++) scraps.put(2 * ((i * 7919) % 24_000), new Float32Array(1), 0);
  expect(held(scraps.stats)).toBeLessThanOrEqual(400);
});

function bytesOf(sound: Float32Array): Uint8Array {
  return new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength);
}
