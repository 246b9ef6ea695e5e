import { Cell, type Layout } from "./layout.ts";
import type { Means } from "./picture.ts";
import { look, type Plane, spotsOf } from "./plane.ts";

/** Half cells to each side that the corner without a finder may be from where it is thought to be. */
const REACH = 10;
/** What the known cells of a code must look like them before anything is moved, with its fourth corner in place, and in the end. */
const MATCHES = [0.2, 0.3, 0.6] as const;

/** Moves a plane until the known cells of a code match the picture best; undefined where they do not match. */
export function bestPlane(means: Means, start: Plane, layout: Layout, cell: number): Plane | undefined {
  const { size, version } = layout;
  const known = Array.from(layout.cells.keys()).filter((at) => (layout.cells[at] as number) <= Cell.dark);
  const best = new Best(means, layout, known, cell, start);
  if (best.match < MATCHES[0]) return undefined;
  if (version > 1) {
    const square = known.filter((at) => at % size > size - 11 && at > size * (size - 10));
    const corner = new Best(means, layout, square, cell, start);
    for (let i = -REACH; i <= REACH; i++)
      for (let j = -REACH; j <= REACH; j++)
        corner.attempt(moved(moved(start, 6, i / 2 / size), 7, j / 2 / size));
    best.attempt(corner.plane);
  }
  if (best.match < MATCHES[1]) return undefined;
  for (let step = 0.5; step > 0.05; ) {
    const before = best.match;
    for (let i = 0; i < 8; i++)
      for (const way of [step, -step]) best.attempt(moved(best.plane, i, way * (i < 6 ? cell : 1 / size)));
    if (best.match === before) step /= 2;
  }
  return best.match < MATCHES[2] ? undefined : best.plane;
}

function moved(plane: Plane, what: number, by: number): Plane {
  return plane.map((value, i) => (i === what ? value + by : value)) as unknown as Plane;
}

/** The plane, of those attempted, in which some cells look most like what they are. */
class Best {
  plane: Plane;
  /** From -1 to 1. */
  match: number;
  readonly #matchOf: (plane: Plane) => number;

  constructor(means: Means, { size, cells }: Layout, places: readonly number[], cell: number, plane: Plane) {
    const spots = spotsOf(size, places);
    const dark = places.filter((at) => cells[at] === Cell.dark).length / places.length;
    const weights = places.map((at) => dark - Number(cells[at] === Cell.dark));
    this.#matchOf = (plane) => correlation(look(means, plane, spots, 0.3 * cell), weights, dark);
    this.plane = plane;
    this.match = this.#matchOf(plane);
  }

  attempt(plane: Plane): void {
    const match = this.#matchOf(plane);
    if (match <= this.match) return;
    this.match = match;
    this.plane = plane;
  }
}

/** Of what is seen and what is expected, of which so large a share is dark. */
function correlation(seen: Float32Array, weights: readonly number[], dark: number): number {
  let [sum, squares, product] = [0, 0, 0];
  for (let i = 0; i < seen.length; i++) {
    const grey = seen[i] as number;
    sum += grey;
    squares += grey * grey;
    product += grey * (weights[i] as number);
  }
  const variance = Math.max(0, squares / seen.length - (sum / seen.length) ** 2);
  // One more, where all is of one colour.
  return product / seen.length / (Math.sqrt(variance * dark * (1 - dark)) + 1);
}
