// Losses as networks have them: one by one or in bursts, the same in every run.

interface Losses {
  /** From 0 to 1. */
  readonly share: number;
  /** How many are lost in a row on average; as many as chance has it, unless said otherwise. */
  readonly burst?: number;
  readonly seed: number;
}

/** Numbers from 0 to 1 that pass for chance. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Which of so many packets are lost, by Gilbert's model: a good state, and a bad one in which all are. */
export function gilbert({ share, burst = 1 / (1 - share), seed }: Losses, count: number): boolean[] {
  const next = random(seed);
  const [recovers, fails] = [1 / burst, share / (1 - share) / burst];
  let isBad = false;
  return Array.from({ length: count }, () => {
    isBad = isBad ? next() >= recovers : next() < fails;
    return isBad;
  });
}
