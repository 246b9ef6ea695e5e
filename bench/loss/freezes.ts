/** Pictures that stood still for too long. */
export interface Freezes {
  readonly count: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Pictures that an average is made of. */
const RECENT = 30;
/** Milliseconds above the average that anyone notices. */
const NOTICED = 150;
/** The most that counts as usual, in milliseconds: by its own average a slide show would never freeze. */
const MOST_USUAL = 1000 / 7.5;

/**
 * Freezes as webrtc-stats defines them: a picture freezes that is shown for at least three times as long as the recent
 * ones on average, and at least 150 ms longer. Stricter than there, any picture freezes that is shown for 400 ms. `shown` are the moments at which pictures appeared between `from` and
 * `until`, in milliseconds; the first is waited for, and the last stands until the end.
 */
export function freezes(shown: readonly number[], from: number, until: number): Freezes {
  const moments = [from, ...shown, until];
  const gaps = moments.slice(1).map((moment, i) => moment - (moments[i] ?? moment));
  let count = 0;
  let duration = 0;
  // For the first one, those behind it have to do.
  const usual = mean(gaps.slice(1, 1 + RECENT));
  gaps.forEach((gap, i) => {
    const recent = gaps.slice(Math.max(1, i - RECENT), i);
    const average = Math.min(recent.length === 0 ? usual : mean(recent), MOST_USUAL);
    if (gap < Math.max(3 * average, average + NOTICED)) return;
    count++;
    duration += gap;
  });
  return { count, duration };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
