// Pictures of QR codes as cameras see them, the same in every run.
import type { Grey } from "../../src/qr/picture.ts";
import { random } from "./losses.ts";

/** How a code is held into the camera. Angles are in radians, brightness from 0 to 255, shares from 0 to 1. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  /** Pixels of a cell in the middle of the code. */
  readonly cell: number;
  readonly turn: number;
  readonly tilt: number;
  /** In cells, how far one pixel is smeared. */
  readonly blur: number;
  readonly noise: number;
  readonly dark: number;
  readonly light: number;
  /** Of the light, how much less there is on one side. */
  readonly shade: number;
  /** How bright a lamp's reflection is. */
  readonly glare: number;
  /** Of the code, in its middle. */
  readonly covered: number;
  readonly mirrored: boolean;
}

export const straight: Omit<View, "seed"> = {
  ...{ width: 560, height: 440, cell: 4, turn: 0, tilt: 0, blur: 0.1, noise: 2 },
  ...{ dark: 20, light: 220, shade: 0.1, glare: 0, covered: 0, mirrored: false },
};

/** Rows of cells, with the margin that codes have, before a spotted wall. */
export function photograph(code: readonly (readonly boolean[])[], view: View): Grey {
  const { width, height } = view;
  const next = random(view.seed);
  const paper = paperOf(code, view, next);
  const scene = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++)
      scene[at] =
        (paper(x + 0.25, y + 0.25) +
          paper(x + 0.75, y + 0.25) +
          paper(x + 0.25, y + 0.75) +
          paper(x + 0.75, y + 0.75)) /
        4;
  const rows = smeared(scene, width, height, view, 1, width);
  const light = smeared(rows, height, width, view, width, 1);
  const side = code.length * view.cell;
  const [east, south] = [next() * 2 - 1, next() * 2 - 1];
  const [lampX, lampY] = [width / 2 + (next() - 0.5) * 0.7 * side, height / 2 + (next() - 0.5) * 0.7 * side];
  const pixels = new Uint8ClampedArray(width * height);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const shade = 1 - view.shade * (0.5 + ((x / width - 0.5) * east + (y / height - 0.5) * south));
      const lamp = view.glare && Math.exp(-((x - lampX) ** 2 + (y - lampY) ** 2) / 2 / (0.08 * side) ** 2);
      const noise = (next() - 0.5) * 3.5 * view.noise;
      const grey = view.dark + (view.light - view.dark) * (light[at] as number);
      pixels[at] = grey * shade + view.glare * lamp + noise;
    }
  return { width, height, pixels };
}

/** How bright the scene is behind a point of the picture. */
function paperOf(
  code: readonly (readonly boolean[])[],
  view: View,
  next: () => number,
): (x: number, y: number) => number {
  const { width, height, cell } = view;
  const size = code.length;
  const distance = 2.2 * size * cell;
  const [axisX, axisY] = along(next() * 7);
  const [near, deep] = along(view.tilt);
  const [right, down] = along(view.turn);
  const reach = (Math.sqrt(view.covered) * (size - 8)) / 2;
  return (pictureX, pictureY) => {
    const x = pictureX - width / 2;
    const y = pictureY - height / 2;
    // Along the axis around which it is tilted, and across.
    const radial = y * axisX - x * axisY;
    const across = (radial * distance) / (distance * near - radial * deep);
    const along = ((x * axisX + y * axisY) * (distance + across * deep)) / distance;
    const flatX = along * axisX - across * axisY;
    const flatY = along * axisY + across * axisX;
    const column = (flatX * right + flatY * down) / cell + size / 2;
    const row = (flatY * right - flatX * down) / cell + size / 2;
    if (Math.max(Math.abs(column - size / 2), Math.abs(row - size / 2)) < reach) return 0.45;
    const dark = code[Math.floor(row)]?.[Math.floor(view.mirrored ? size - column : column)];
    if (dark !== undefined) return dark ? 0 : 1;
    return 0.6 + 0.2 * Math.sin(pictureX / 9) * Math.sin(pictureY / 14);
  };
}

function along(angle: number): readonly [number, number] {
  return [Math.cos(angle), Math.sin(angle)];
}

/** Of lines of pixels, each with its neighbours in the line. */
function smeared(
  light: Float32Array,
  length: number,
  lines: number,
  { blur, cell }: View,
  step: number,
  stride: number,
): Float32Array<ArrayBuffer> {
  const width = blur * cell;
  const reach = Math.ceil(2.5 * width);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / 2 / width ** 2),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const smeared = new Float32Array(light.length);
  for (let line = 0; line < lines; line++)
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) {
        const from = Math.max(0, Math.min(length - 1, i + k - reach));
        sum += (weights[k] as number) * (light[line * stride + from * step] as number);
      }
      smeared[line * stride + i * step] = sum / total;
    }
  return smeared;
}

/** Each cell as a square of pixels, as sharp as can be. */
export function enlarged(code: readonly (readonly boolean[])[], cell: number): Grey {
  const side = code.length * cell;
  const pixels = new Uint8Array(side * side);
  for (let y = 0, at = 0; y < side; y++)
    for (let x = 0; x < side; x++, at++)
      pixels[at] = code[Math.floor(y / cell)]?.[Math.floor(x / cell)] ? 0 : 255;
  return { width: side, height: side, pixels };
}
