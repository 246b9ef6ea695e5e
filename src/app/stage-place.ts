/** Where something is on the free stage, and how large: 0 to 1 of the stage's width and height, from its top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Small enough for a corner, large enough to get hold of. */
const SMALLEST = 0.15;
/** Closer than that is the same place. */
const NEAR = 0.02;
/** Between elements that are laid out for the first time. */
const GAP = 0.01;
/** What comes later is laid over the rest, each a step further down. */
const STEP = 0.06;
const NEWCOMER = 0.35;

/** The nearest that lies on the stage as a whole. */
export function fitPlace({ x, y, width, height }: Place): Place {
  const fitting = {
    width: clamp(width, SMALLEST, 1),
    height: clamp(height, SMALLEST, 1),
  };
  return { ...fitting, x: clamp(x, 0, 1 - fitting.width), y: clamp(y, 0, 1 - fitting.height) };
}

export function movePlace(place: Place, dx: number, dy: number): Place {
  return fitPlace({ ...place, x: place.x + dx, y: place.y + dy });
}

/** By its lower right corner, which stays on the stage; the opposite one stays where it is. */
export function resizePlace(place: Place, dx: number, dy: number): Place {
  return fitPlace({
    ...place,
    width: Math.min(place.width + dx, 1 - place.x),
    height: Math.min(place.height + dy, 1 - place.y),
  });
}

/** The next of four corners and the middle, for those who do not drag. */
export function nextCorner(place: Place): Place {
  const [right, bottom] = [1 - place.width, 1 - place.height];
  const spots = [
    [0, 0],
    [right, 0],
    [right, bottom],
    [0, bottom],
    [right / 2, bottom / 2],
  ] as const;
  const here = spots.findIndex(([x, y]) => Math.hypot(x - place.x, y - place.y) < NEAR);
  const [x, y] = spots[(here + 1) % spots.length] ?? [0, 0];
  return { ...place, x, y };
}

/** A third of the stage, half of it, two thirds, and again. */
export function nextSize(place: Place): Place {
  const sizes = [1 / 3, 1 / 2, 2 / 3] as const;
  const size = sizes.find((one) => one > place.width + NEAR) ?? sizes[0];
  return fitPlace({ ...place, width: size, height: size });
}

/** Places for so many, side by side; on a stage that is higher than wide, in fewer columns. */
export function gridPlaces(count: number, isUpright: boolean): readonly Place[] {
  const side = Math.sqrt(count);
  const columns = Math.max(1, isUpright ? Math.floor(side) : Math.ceil(side));
  const rows = Math.max(1, Math.ceil(count / columns));
  const [width, height] = [1 / columns, 1 / rows];
  return Array.from({ length: count }, (_, i) =>
    fitPlace({
      x: (i % columns) * width + GAP / 2,
      y: Math.floor(i / columns) * height + GAP / 2,
      width: width - GAP,
      height: height - GAP,
    }),
  );
}

/** For one that comes when `count` have their places already. */
export function newcomerPlace(count: number): Place {
  const step = (count * STEP) % (1 - NEWCOMER);
  return { x: step, y: step, width: NEWCOMER, height: NEWCOMER };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
