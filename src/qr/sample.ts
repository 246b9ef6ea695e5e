import { Means } from "./picture.ts";
import { look, type Plane, spotsOf } from "./plane.ts";

/** How much what differs from its neighbours is made to differ more: in a blurred picture cells run into each other. */
const SHARPNESS = [0.5, 2] as const;

/** The cells of a code, row by row, 1 where one is dark: as several ways of looking see them, and as in a mirror. */
export function* sample(means: Means, plane: Plane, size: number, cell: number): Generator<Uint8Array> {
  const places = Array.from({ length: size * size }, (_, at) => at);
  const seen = look(means, plane, spotsOf(size, places), 0.35 * cell);
  const around = new Means({ width: size, height: size, pixels: seen });
  for (const sharpness of SHARPNESS) {
    const cells = Uint8Array.from(places, (at) => {
      const [x, y] = [(at % size) + 0.5, Math.floor(at / size) + 0.5];
      const grey = seen[at] as number;
      const sharper = grey + sharpness * (grey - around.at(x, y, 1.5));
      return Number(sharper < around.at(x, y, 5.5));
    });
    yield cells;
    yield cells.map((_, at) => cells[(at % size) * size + Math.floor(at / size)] as number);
  }
}
