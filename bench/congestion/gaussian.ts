import type { Random } from "../../tests/shaper/random.ts";

/** Draws from the normal distribution around 0 with deviation 1. */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
