import type { Grey } from "./picture.ts";

/** Pixels to a side of a block, of which the darkest and the lightest are known. */
const BLOCK = 8;
/** Blocks to each side whose darkest and lightest count as well. With them it is as wide as a finder that is found without halving. */
const AROUND = 3;
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
    const columns = Math.ceil(width / BLOCK);
    const rows = Math.ceil(height / BLOCK);
    const darkest = new Uint8Array(columns * rows).fill(255);
    const lightest = new Uint8Array(columns * rows);
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at++) {
        const grey = pixels[at] as number;
        const block = ((y / BLOCK) | 0) * columns + ((x / BLOCK) | 0);
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
    this.#dark = new Uint8Array(width * height);
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at++) {
        const block = ((y / BLOCK) | 0) * columns + ((x / BLOCK) | 0);
        this.#dark[at] = Number((pixels[at] as number) < (limits[block] as number));
      }
  }

  /** Around the picture all is light. */
  isDark(x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return false;
    return this.#dark[(y | 0) * this.width + (x | 0)] === 1;
  }
}
