// From the encoder's frames over a bad network to the loudspeaker: how much of the sound is made up.
import { expect, test } from "vitest";
import { AudioCopies, unpackAudio } from "../../../src/media/audio-copies.ts";
import { AudioOrder } from "../../../src/media/audio-order.ts";
import { QualityLadder } from "../../../src/media/congestion/quality-ladder.ts";
import { LossPattern } from "../../../src/media/loss-pattern.ts";
import { PlayoutBuffer } from "../../../src/media/playout-buffer.ts";
import type { PlayoutStats } from "../../../src/media/playout-stats.ts";
import { samplesIn } from "../../../src/media/sound.ts";
import { gilbert, random } from "../../fakes/losses.ts";
import { QUANTUM, sine } from "../../fakes/sound.ts";

const DURATION = samplesIn(10);
const TEN_MS = 0x90;
/** Until a loss is known to the sender, in packets. */
const REPORTED_AFTER = 10;
const BEGINNING = 1500;
const camera = { width: 640, height: 360, frameRate: 30 };
/** Each frame is two periods of the same tone. */
const tone = Float32Array.from({ length: DURATION }, (_, i) => sine(200)(i));

interface Path {
  readonly share: number;
  readonly burst?: number;
  /** Up to so many milliseconds later than others. */
  readonly jitter?: number;
  readonly seed: number;
}

/** A minute of a call over such a path, once it has settled: what was made up of it. `offsets` stand fast, or adapt. */
function call(path: Path, { seconds = 60, offsets = undefined as readonly number[] | undefined } = {}) {
  const count = BEGINNING + 100 * seconds;
  const losses = gilbert(path, count);
  const next = random(path.seed + 1);
  const [copies, pattern, ladder] = [new AudioCopies(), new LossPattern(), new QualityLadder(camera)];
  const [order, buffer] = [new AudioOrder(), new PlayoutBuffer()];
  const out = new Float32Array(QUANTUM);
  let now = 0;
  let before: PlayoutStats | undefined;
  let latest: readonly number[] = [];
  for (const [i, isLost] of losses.entries()) {
    if (i >= REPORTED_AFTER)
      pattern.learn((i - REPORTED_AFTER) & 0xffff, losses[i - REPORTED_AFTER] ?? false);
    latest = offsets ?? pattern.offsets(ladder.choose(10 * i, 1e6, pattern.share).audio.copies);
    const timestamp = i * DURATION;
    const packet = copies.pack({ timestamp, data: Uint8Array.of(TEN_MS, i & 0xff) }, latest);
    const arrival = timestamp + DURATION + samplesIn((path.jitter ?? 0) * next());
    for (; now < arrival; now += QUANTUM) buffer.take(out);
    if (i === BEGINNING) before = buffer.stats;
    if (isLost) continue;
    const frames = unpackAudio(packet.payloadType, packet.payload, timestamp) ?? [];
    for (const frame of order.put(frames)) {
      buffer.put(frame.timestamp, tone, now, frame.isCopy);
    }
  }
  const { stats } = buffer;
  const heard = stats.totalSamplesReceived - (before?.totalSamplesReceived ?? 0);
  const concealed = stats.concealedSamples - (before?.concealedSamples ?? 0);
  const delay =
    (1000 * (stats.jitterBufferTargetDelay - (before?.jitterBufferTargetDelay ?? 0))) /
    (stats.jitterBufferEmittedCount - (before?.jitterBufferEmittedCount ?? 0));
  return { concealed: concealed / heard, delay, offsets: latest };
}

test.each([
  [0, 0, 11],
  [0.01, 0.0002, 22],
  [0.05, 0.0005, 30],
  [0.1, 0.001, 38],
  [0.2, 0.004, 43],
])("losses by chance at %d leave at most %d to be made up, at %d ms", (share, most, delay) => {
  const calls = [1, 2, 3].map((seed) => call({ share, jitter: 3, seed }));
  const mean = calls.reduce((sum, { concealed }) => sum + concealed, 0) / calls.length;
  expect(mean).toBeLessThanOrEqual(most);
  for (const one of calls) expect(one.delay).toBeLessThan(delay);
});

test.each([
  [0.05, 2, 0.003],
  [0.05, 3, 0.005],
  [0.1, 3, 0.01],
])("losses of %d in bursts of %d leave at most %d", (share, burst, most) => {
  const calls = [1, 2, 3].map((seed) => call({ share, burst, jitter: 3, seed }));
  const mean = calls.reduce((sum, { concealed }) => sum + concealed, 0) / calls.length;
  expect(mean).toBeLessThanOrEqual(most);
});

test("without copies what is lost is made up; copies side by side do not help against bursts", () => {
  expect(call({ share: 0.05, seed: 1 }, { offsets: [] }).concealed).toBeGreaterThan(0.045);
  const bursts = { share: 0.05, burst: 3, seed: 1 };
  expect(call(bursts, { offsets: [1, 2] }).concealed).toBeGreaterThan(3 * call(bursts).concealed);
});
