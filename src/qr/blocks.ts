/** How the words of a code are shared out to blocks, each of which has its own errors corrected. */
export interface Blocks {
  readonly count: number;
  /** Words in each that check the others. */
  readonly checks: number;
  /** Words in the first one that say something. */
  readonly short: number;
  /** How many of the last ones have one more. */
  readonly long: number;
}

/*
 * By the numbers that codes have for the levels M, L, H and Q: the checks of a block in versions 1 to 40, as digits to the base of 36, and a
 * line. The standard lists how many blocks there are; rounding up what the line says of all words happens to say the same.
 */
const LEVELS = [
  ["agqiogimmqummoossqqqqsssssssssssssssssss", 0.37, -2.75],
  ["7afkqikouikoqumosussssuuqsuuuuuuuuuuuuuu", 0.197, -3.75],
  ["hsmgmsqqososmooussqsuouuuuuuuuuuuuuuuuuu", 0.655, -11],
  ["dmiqioimkosqokuossqusuuuusuuuuuuuuuuuuuu", 0.55, -11],
] as const;

/** Of a version with so many words; the level is as codes number it. */
export function blocksOf(version: number, level: number, words: number): Blocks {
  const [digits, slope, offset] = LEVELS[level] as (typeof LEVELS)[number];
  const checks = Number.parseInt(digits.charAt(version - 1), 36);
  const count = Math.ceil((words * slope + offset) / checks);
  const said = words - count * checks;
  return { count, checks, short: Math.floor(said / count), long: said % count };
}

/** In which block each word is: codes take the first word of each, then the second of each, and the checks likewise. */
export function* blockOrder({ count, checks, short, long }: Blocks): Generator<number> {
  for (let i = 0; i < short * count; i++) yield i % count;
  for (let i = count - long; i < count; i++) yield i;
  for (let i = 0; i < checks * count; i++) yield i % count;
}
