/** One look at the way to the listener. */
export interface Sample {
  /** Milliseconds. */
  readonly time: number;
  /** Passed so far. */
  readonly bytes: number;
  readonly queueMs: number;
}

/** Milliseconds over which a rate is one: a few pictures' sizes do not matter. */
const RATE_OVER = 1_000;
/** A queue that is shorter does not count: a key frame makes one. Milliseconds. */
const DRAINED = 60;
/** A queue is gone when it stays away for this long. Milliseconds. */
const STAYS = 500;

/** Bits per second between the first sample that is not before `from` and the last that is not after `until`. */
export function rateBetween(samples: readonly Sample[], from: number, until: number): number {
  const inside = samples.filter(({ time }) => time >= from && time <= until);
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined || last.time === first.time) return 0;
  return ((last.bytes - first.bytes) * 8_000) / (last.time - first.time);
}

/** Milliseconds from `from` until a whole second's rate reaches `rate`; undefined when none does before `until`. */
export function timeToReach(
  samples: readonly Sample[],
  rate: number,
  from: number,
  until: number,
): number | undefined {
  const reached = samples.find(
    ({ time }) => time > from && time <= until && rateBetween(samples, time - RATE_OVER, time) >= rate,
  );
  return reached && reached.time - from;
}

/** Milliseconds from `from` until the queue is gone and stays away; undefined when it is not before `until`. */
export function timeToDrain(samples: readonly Sample[], from: number, until: number): number | undefined {
  const after = samples.filter(({ time }) => time >= from && time <= until);
  const isQueued = after.some(({ queueMs }) => queueMs > DRAINED);
  if (!isQueued) return 0;
  const built = after.findIndex(({ queueMs }) => queueMs > DRAINED);
  const drained = after.slice(built).find(({ time, queueMs }, i, rest) => {
    if (queueMs > DRAINED || time + STAYS > until) return false;
    return rest.slice(i).every((later) => later.time > time + STAYS || later.queueMs <= DRAINED);
  });
  return drained && drained.time - from;
}
