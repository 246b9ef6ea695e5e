import { setTimeout as sleep } from "node:timers/promises";
import type { Path } from "./path.ts";
import { Recorder } from "./recorder.ts";
import { rateBetween, type Sample, timeToDrain, timeToReach } from "./recovery.ts";
import { conditionsOf, type Row, type Step } from "./rows.ts";

/** What a step of capacity did. Times in milliseconds; undefined: not before the part was over. */
export interface StepFigures {
  /** Bits per second in the last half of the parts before, at and after the fall. */
  readonly rates: readonly [before: number, low: number, after: number];
  /** From the fall until the queue was gone for good. */
  readonly drained: number | undefined;
  /** Queueing delays seen while the capacity was low. */
  readonly lowQueues: readonly number[];
  /** From the return until 90 % of the capacity was in use. */
  readonly usedCapacity: number | undefined;
  /** From the return until 90 % of what had been in use before the fall was so again. */
  readonly usedAsBefore: number | undefined;
}

/** High, low and high again, `part` milliseconds each. */
export async function takeStep(
  row: Row,
  { high, low }: Step,
  path: Path,
  part: number,
): Promise<StepFigures> {
  const recorder = new Recorder(path);
  await sleep(part);
  const fall = performance.now();
  path.set(conditionsOf(row, low));
  await sleep(part);
  const comeback = performance.now();
  path.set(conditionsOf(row, high));
  await sleep(part);
  return stepFigures(recorder.stop(), { fall, comeback, part, high });
}

/** `fall` and `comeback` are moments, `part` is a duration, in milliseconds; `high` is in bits per second. */
function stepFigures(
  samples: readonly Sample[],
  { fall, comeback, part, high }: { fall: number; comeback: number; part: number; high: number },
): StepFigures {
  const end = comeback + part;
  const before = rateBetween(samples, fall - part / 2, fall);
  return {
    rates: [
      before,
      rateBetween(samples, comeback - part / 2, comeback),
      rateBetween(samples, end - part / 2, end),
    ],
    drained: timeToDrain(samples, fall, comeback),
    lowQueues: samples
      .filter(({ time }) => time >= fall && time < comeback)
      .map(({ queueMs }) => Math.round(queueMs)),
    usedCapacity: timeToReach(samples, 0.9 * high, comeback, end),
    usedAsBefore: timeToReach(samples, 0.9 * before, comeback, end),
  };
}
