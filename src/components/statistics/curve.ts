/** What was measured at one moment; undefined where nothing was known. */
export interface Point {
  /** Milliseconds before the newest. */
  readonly ago: number;
  readonly value: number | undefined;
}

/** How a plot is drawn, in a box of `width` × `height` units; texts of SVG paths, empty where there is nothing to draw. */
export interface Curve {
  readonly line: string;
  /** The line closed down to the ground. */
  readonly area: string;
  /** The newest point, if it is known. */
  readonly tip: string;
}

export const width = 60;
export const height = 20;
/** Milliseconds from one end to the other. */
export const span = 60_000;
/** What is further apart than that has nothing to do with each other: the connection was gone. Milliseconds. */
const GAP = 3_000;
/** Room for the thickness of the line, above and below. */
const MARGIN = 1;

/** The points from the oldest to the newest, on a scale from 0 to `least` or to the highest of them. */
export function curveOf(points: readonly Point[], least: number): Curve {
  const highest = Math.max(least, ...points.flatMap(({ value }) => value ?? []));
  const x = ({ ago }: Point) => decimal(width * (1 - ago / span));
  const y = (value: number) => decimal(MARGIN + (height - 2 * MARGIN) * (1 - value / highest));
  const pieces = piecesOf(points);
  const line = pieces.map((piece) => piece.map((point) => `${x(point)} ${y(point.value)}`).join("L"));
  const newest = points.at(-1);
  return {
    line: line.map((path) => `M${path}`).join(""),
    area: pieces
      .map((piece, index) => {
        const [first, last] = [piece[0], piece.at(-1)];
        return first && last ? `M${x(first)} ${height}L${line[index]}L${x(last)} ${height}Z` : "";
      })
      .join(""),
    tip: newest?.value === undefined ? "" : `M${x(newest)} ${y(newest.value)}h0`,
  };
}

type KnownPoint = Point & { readonly value: number };

/** Where nothing is known the line is broken. */
function piecesOf(points: readonly Point[]): readonly (readonly KnownPoint[])[] {
  const pieces: KnownPoint[][] = [];
  let last: KnownPoint | undefined;
  for (const { ago, value } of points) {
    if (value === undefined || ago > span) {
      last = undefined;
      continue;
    }
    const point = { ago, value };
    if (last === undefined || last.ago - ago > GAP) pieces.push([point]);
    else pieces.at(-1)?.push(point);
    last = point;
  }
  return pieces;
}

function decimal(value: number): number {
  return Math.round(100 * value) / 100;
}
