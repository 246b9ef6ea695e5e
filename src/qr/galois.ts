/* The field of 256 elements in which codes correct errors: sums are exclusive ors, products add up powers of two. */
const POWERS = new Uint8Array(510);
const LOGARITHMS = new Uint8Array(256);
for (let i = 0, value = 1; i < 510; i++) {
  POWERS[i] = value;
  if (i < 255) LOGARITHMS[value] = i;
  value = (value << 1) ^ (value > 127 ? 0x11d : 0);
}

/** Two to this power, which is from 0 to 509. */
export function power(exponent: number): number {
  return POWERS[exponent] as number;
}

/** Which power of two this is; 0 is none. */
export function logarithm(value: number): number {
  return LOGARITHMS[value] as number;
}

/** Of two elements. */
export function multiply(a: number, b: number): number {
  return a && b && power(logarithm(a) + logarithm(b));
}
