/** Draws the next number, uniform in [0, 1). */
export type Random = () => number;

const GOLDEN_GAMMA = 0x9e3779b9;

/** Avalanche of MurmurHash3's 32-bit finaliser: neighbouring counters come out unrelated. */
function scramble(counter: number): number {
  let bits = counter;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/**
 * A seeded generator (SplitMix on 32 bits), not for secrets. Streams of one seed are independent, so that
 * what one purpose draws never shifts what another gets.
 */
export function seededRandom(seed: number, stream = 0): Random {
  let counter = scramble(scramble(seed | 0) + Math.imul(stream + 1, 0x632be5ab));
  return () => {
    counter = (counter + GOLDEN_GAMMA) | 0;
    return scramble(counter) / 2 ** 32;
  };
}
