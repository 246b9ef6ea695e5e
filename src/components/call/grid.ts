export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/** Width by height of typical stages, and of the pictures that people on such screens mostly send each other. */
const shapes = {
  flat: { stage: 3.4, picture: 1.2 },
  wide: { stage: 16 / 9, picture: 1.2 },
  square: { stage: 1.1, picture: 1.2 },
  tall: { stage: 0.55, picture: 1 },
} as const;

type StageShape = keyof typeof shapes;

export const stageShapes = Object.keys(shapes) as readonly StageShape[];

/** The grid in which `count` pictures come out largest on a stage of this shape. */
export function gridFor(count: number, shape: StageShape): Grid {
  const { stage, picture } = shapes[shape];
  let best: Grid = { columns: 1, rows: Math.max(1, count) };
  let largest = 0;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const width = Math.min(stage / columns, picture / rows);
    if (width > largest) {
      largest = width;
      best = { columns, rows };
    }
  }
  return best;
}
