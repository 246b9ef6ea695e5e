import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../shaper/random.ts";

const DRAWS = 40_000;

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, random);
}

test("a seed and a stream decide every number", () => {
  expect(draw(seededRandom(5, 1), 50)).toEqual(draw(seededRandom(5, 1), 50));
  expect(draw(seededRandom(5, 1), 50)).not.toEqual(draw(seededRandom(6, 1), 50));
  expect(draw(seededRandom(5, 1), 50)).not.toEqual(draw(seededRandom(5, 2), 50));
});

test("numbers fill [0, 1) evenly", () => {
  const tenths = new Array<number>(10).fill(0);
  for (const number of draw(seededRandom(1), DRAWS)) {
    const tenth = Math.floor(number * 10);
    tenths[tenth] = (tenths[tenth] ?? Number.NaN) + 1;
  }
  expect(tenths).toHaveLength(10);
  for (const count of tenths) expect(Math.abs(count - DRAWS / 10)).toBeLessThan(400);
});

test("neighbours in a sequence, of seed and of stream are unrelated", () => {
  const numbers = draw(seededRandom(1), DRAWS);
  const others = [numbers.slice(1), draw(seededRandom(2), DRAWS), draw(seededRandom(1, 1), DRAWS)];
  for (const other of others) {
    const products = other.map((number, i) => (number - 0.5) * ((numbers[i] ?? Number.NaN) - 0.5));
    const covariance = products.reduce((sum, product) => sum + product, 0) / products.length;
    expect(Math.abs(12 * covariance)).toBeLessThan(0.015);
  }
});
