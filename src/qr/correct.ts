import { logarithm, multiply, power } from "./galois.ts";

/** Puts right what is wrong in the words of a block, the last of which check the others. False where that is too much. */
export function correct(words: number[], checks: number): boolean {
  const signs = Array.from({ length: checks }, (_, i) => valueAt(words.toReversed(), i));
  if (signs.every((sign) => sign === 0)) return true;
  const locator = locatorOf(signs);
  const errors = locator.length - 1;
  if (2 * errors > checks) return false;
  const evaluator = signs.slice(0, errors).map((_, i) => sumOfProducts(locator, signs, i));
  // Its slope: in this field the even terms have none.
  const slope = locator.map((factor, i) => (i % 2 ? factor : 0));
  let found = 0;
  for (let i = 0; i < words.length; i++) {
    const back = (255 - (words.length - 1 - i)) % 255;
    if (valueAt(locator, back) !== 0) continue;
    found++;
    const divisor = valueAt(slope, back);
    words[i] = (words[i] as number) ^ divide(valueAt(evaluator, back), divisor);
  }
  return found === errors;
}

/** Of a polynomial, its lowest factor first, at two to this power. */
function valueAt(factors: readonly number[], exponent: number): number {
  return factors.reduceRight((value, factor) => multiply(value, power(exponent)) ^ factor, 0);
}

function divide(a: number, b: number): number {
  return a && power(logarithm(a) + 255 - logarithm(b));
}

/** One factor of the product of two polynomials. */
function sumOfProducts(a: readonly number[], b: readonly number[], at: number): number {
  return a.reduce((sum, factor, i) => sum ^ (i > at ? 0 : multiply(factor, b[at - i] as number)), 0);
}

/** The shortest polynomial whose zeros are where the errors are, by the way of Berlekamp and Massey. */
function locatorOf(signs: readonly number[]): number[] {
  let locator = [1];
  let before = [1];
  let errors = 0;
  let last = 1;
  for (let i = 0; i < signs.length; i++) {
    before = [0, ...before];
    const off = sumOfProducts(locator, signs, i);
    if (off === 0) continue;
    const ratio = divide(off, last);
    const longer = locator.length > before.length ? locator : before;
    const next = longer.map((_, j) => (locator[j] ?? 0) ^ multiply(before[j] ?? 0, ratio));
    if (2 * errors <= i) {
      before = locator;
      errors = i + 1 - errors;
      last = off;
    }
    locator = next;
  }
  return Array.from({ length: errors + 1 }, (_, i) => locator[i] ?? 0);
}
