/** A grey picture: brightness from 0 to 255, row by row. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly pixels: ArrayLike<number>;
}

/** Of half the width and height, with less noise. */
export function halved({ width, height, pixels }: Grey): Grey {
  const half = { width: width >> 1, height: height >> 1 };
  const means = new Uint8Array(half.width * half.height);
  for (let y = 0, to = 0; y < half.height; y++)
    for (let x = 0, from = 2 * y * width; x < half.width; x++, from += 2, to++)
      means[to] =
        ((pixels[from] as number) +
          (pixels[from + 1] as number) +
          (pixels[from + width] as number) +
          (pixels[from + width + 1] as number)) >>
        2;
  return { ...half, pixels: means };
}

/** Knows the mean of any square in a picture, which takes no longer for a large one. */
export class Means {
  readonly #width: number;
  readonly #height: number;
  /** Of each corner between pixels, the sum of all above it and to its left. */
  readonly #sums: Uint32Array;

  constructor({ width, height, pixels }: Grey) {
    this.#width = width;
    this.#height = height;
    this.#sums = new Uint32Array((width + 1) * (height + 1));
    for (let y = 0, from = 0, to = width + 2; y < height; y++, to++)
      for (let x = 0, row = 0; x < width; x++, from++, to++) {
        row += pixels[from] as number;
        this.#sums[to] = (this.#sums[to - width - 1] as number) + row;
      }
  }

  /** Around a point, so far in each direction; of what is inside the picture. */
  at(x: number, y: number, reach: number): number {
    const left = within(x - reach, this.#width - 1);
    const top = within(y - reach, this.#height - 1);
    const right = Math.max(left + 1, within(x + reach, this.#width));
    const bottom = Math.max(top + 1, within(y + reach, this.#height));
    const sums = this.#sums;
    const above = top * (this.#width + 1);
    const below = bottom * (this.#width + 1);
    const sum =
      (sums[below + right] as number) -
      (sums[below + left] as number) -
      (sums[above + right] as number) +
      (sums[above + left] as number);
    return sum / ((right - left) * (bottom - top));
  }
}

/** The nearest whole number from 0 to this. */
function within(value: number, most: number): number {
  return value > 0 ? Math.min(most, (value + 0.5) | 0) : 0;
}
