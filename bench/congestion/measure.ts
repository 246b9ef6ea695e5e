import type { Capacity } from "./bottleneck.ts";
import { type MediaPlan, mediaLimits, type TestCase } from "./cases.ts";
import { BIN, type FlowRecord } from "./recorder.ts";
import type { CaseResult } from "./run-case.ts";

/** A flow that has just begun is not yet expected to have its share, milliseconds. */
const SETTLING = 5_000;
/** Rates are means over so long, milliseconds. */
const RATE_WINDOW = 500;
const RECOVERED = 0.9;
/** A queue as short as this is drained, milliseconds. */
const DRAINED = 60;

/** What one run of a case came to, over the media flows on the way there unless named otherwise. */
export interface Measures {
  /** Of what the link carries and the flows can use, by everybody. */
  readonly utilisation: number;
  /** What media got of the link, as a share of what they could use of it. */
  readonly mediaShare: number;
  /** At the bottleneck, milliseconds. */
  readonly queueP50: number;
  readonly queueP95: number;
  readonly queueP99: number;
  /** From encoding until a frame is there, without the propagation: the sender's queue, the bottleneck's, repetitions. */
  readonly frameP50: number;
  readonly frameP95: number;
  readonly loss: number;
  /** Jain's index over the mean rates while all flows are on; NaN for one flow. */
  readonly fairness: number;
  /** The longest time (s) until nine tenths of a new, higher capacity were used; NaN if it never rises. */
  readonly recovery: number;
  /** The longest time (s) until the queue was short again after the capacity fell; NaN if it never falls. */
  readonly drain: number;
  /** The longest time (s) that a flow was kept at its minimum. */
  readonly starved: number;
  /** Of all frames, those left out because the ones before still waited. */
  readonly skipped: number;
}

export function measure({ testCase, media, tcp }: CaseResult): Measures {
  const there = media.filter(({ plan }) => plan.isBackwards === undefined);
  const records = there.map(({ record }) => record);
  const everything = [...records, ...tcp];
  const waits = sorted(records.flatMap(({ waits }) => waits));
  const frames = sorted(records.flatMap(({ frameDelays }) => frameDelays));
  const available = availability(testCase);
  const total = sum(available) * (BIN / 8000);
  const skipped = sum(records.map(({ skippedFrames }) => skippedFrames));
  return {
    utilisation: sum(everything.map(deliveredBytes)) / total,
    mediaShare: sum(records.map(deliveredBytes)) / total,
    queueP50: quantile(waits, 0.5),
    queueP95: quantile(waits, 0.95),
    queueP99: quantile(waits, 0.99),
    frameP50: quantile(frames, 0.5),
    frameP95: quantile(frames, 0.95),
    loss: sum(records.map(({ lost }) => lost)) / sum(records.map(({ sent }) => sent)),
    fairness: fairness(testCase, there),
    recovery: longest(rises(testCase).map((at) => recoveryTime(testCase, records, available, at))),
    drain: longest(falls(testCase.forward).map((at) => drainTime(records, at))),
    starved: Math.max(...records.map(starvation)),
    skipped: skipped / (skipped + frames.length),
  };
}

/** Bits per second that the flows on the way there can use, by time. */
function availability({ forward, media, longTcp, shortTcp, duration }: TestCase): number[] {
  return Array.from({ length: duration / BIN }, (_, bin) => {
    const now = bin * BIN;
    const capacity = forward.findLast(({ from }) => from <= now)?.bitrate ?? 0;
    const on = media.filter((plan) => plan.isBackwards === undefined && isOn(plan, now));
    return longTcp + shortTcp > 0 ? capacity : Math.min(capacity, on.length * mediaLimits.max);
  });
}

function isOn({ start, pause }: MediaPlan, now: number): boolean {
  return now >= start && (pause === undefined || now < pause.from || now >= pause.to);
}

function fairness(testCase: TestCase, media: CaseResult["media"]): number {
  if (media.length < 2) return Number.NaN;
  const from = SETTLING + Math.max(...media.map(({ plan }) => plan.pause?.to ?? plan.start));
  const rates = media.map(({ record }) => record.rateBetween(from, testCase.duration));
  return sum(rates) ** 2 / (rates.length * sum(rates.map((rate) => rate ** 2)));
}

function rises({ forward, longTcp, shortTcp }: TestCase): number[] {
  return longTcp + shortTcp > 0 ? [] : changes(forward, (before, after) => after > before);
}

function falls(schedule: readonly Capacity[]): number[] {
  return changes(schedule, (before, after) => after < before);
}

function changes(
  schedule: readonly Capacity[],
  isWanted: (before: number, after: number) => boolean,
): number[] {
  return schedule
    .filter(({ bitrate }, i) => i > 0 && isWanted(schedule[i - 1]?.bitrate ?? bitrate, bitrate))
    .map(({ from }) => from);
}

function recoveryTime(
  { duration }: TestCase,
  records: readonly FlowRecord[],
  available: readonly number[],
  at: number,
): number {
  const goal = RECOVERED * (available[at / BIN] ?? 0);
  for (let now = at + BIN; now <= duration; now += BIN) {
    if (sum(records.map((record) => record.rateBetween(now - RATE_WINDOW, now))) >= goal) {
      return (now - at) / 1000;
    }
  }
  return Number.POSITIVE_INFINITY;
}

/** Drained is when the queue stays short for half a second. */
function drainTime(records: readonly FlowRecord[], at: number): number {
  const isLong = (bin: number) => records.some(({ longestWait }) => (longestWait[bin] ?? 0) > DRAINED);
  const first = at / BIN;
  let lastLong = first;
  for (let bin = first; bin <= Math.max(lastLong, first + 5) + 5; bin++) if (isLong(bin)) lastLong = bin;
  return ((lastLong - first) * BIN) / 1000;
}

function starvation({ target }: FlowRecord): number {
  let longestRun = 0;
  let run = 0;
  for (const bitrate of target) {
    run = bitrate <= 1.05 * mediaLimits.min ? run + BIN : 0;
    longestRun = Math.max(longestRun, run);
  }
  return longestRun / 1000;
}

function deliveredBytes({ delivered }: FlowRecord): number {
  return delivered.reduce((total, bytes) => total + (bytes ?? 0), 0);
}

function longest(times: readonly number[]): number {
  return times.length === 0 ? Number.NaN : Math.max(...times);
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

function quantile(ascending: Float64Array, share: number): number {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
