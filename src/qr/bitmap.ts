import type { Grey } from "./picture.ts";

/** Pixels to a side of a block, of which the darkest and the lightest are known, as a power of two. */
const BLOCK = 4;
/** Blocks to each side whose darkest and lightest count as well: all as wide as a finder in the smallest bitmap that shows it. */
const AROUND = 1;
/** What differs by less is of one colour. */
const CONTRAST = 16;

/** What is dark in a picture: darker than the middle between the darkest and the lightest around it. */
export class Bitmap {
  readonly width: number;
  readonly height: number;
  readonly #dark: Uint8Array;

  constructor({ width, height, pixels }: Grey) {
    this.width = width;
    this.height = height;
    this.#dark = new Uint8Array(width * height);
    const columns = ((width - 1) >> BLOCK) + 1;
    const rows = ((height - 1) >> BLOCK) + 1;
    const darkest = new Uint8Array(columns * rows).fill(255);
    const lightest = new Uint8Array(columns * rows);
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0, row = (y >> BLOCK) * columns; x < width; x++, at++) {
        const block = row + (x >> BLOCK);
        const grey = pixels[at] as number;
        if (grey < (darkest[block] as number)) darkest[block] = grey;
        if (grey > (lightest[block] as number)) lightest[block] = grey;
      }
    const limits = darkest.map((_, block) => {
      const [row, column] = [Math.floor(block / columns), block % columns];
      let [dark, light] = [255, 0];
      for (let y = Math.max(0, row - AROUND); y <= row + AROUND && y < rows; y++)
        for (let x = Math.max(0, column - AROUND); x <= column + AROUND && x < columns; x++) {
          dark = Math.min(dark, darkest[y * columns + x] as number);
          light = Math.max(light, lightest[y * columns + x] as number);
        }
      return light - dark < CONTRAST ? 0 : (dark + light) / 2;
    });
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0, row = (y >> BLOCK) * columns; x < width; x++, at++)
        this.#dark[at] = (pixels[at] as number) < (limits[row + (x >> BLOCK)] as number) ? 1 : 0;
  }

  /** Around the picture all is light. */
  isDark(x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return false;
    return this.#dark[(y | 0) * this.width + (x | 0)] === 1;
  }
}
