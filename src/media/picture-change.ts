/** Into so many cells a picture is divided. */
const COLUMNS = 64;
const ROWS = 36;
/** Of 255, from which on a cell is not as it was. */
const NOTICEABLE = 6;

/** Finds out how much of a screen changes from look to look. */
export class PictureChange {
  readonly #canvas = new OffscreenCanvas(COLUMNS, ROWS);
  readonly #context = this.#canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  #before: Uint8ClampedArray | undefined;

  /** The share of the picture that is not as in the one before, 0 to 1. The frame stays its owner's. */
  measure(frame: VideoFrame): number {
    if (this.#context === null) return 0;
    this.#context.drawImage(frame, 0, 0, COLUMNS, ROWS);
    const { data } = this.#context.getImageData(0, 0, COLUMNS, ROWS);
    const changed = this.#before === undefined ? 0 : cellsApart(this.#before, data);
    this.#before = data;
    return changed / (COLUMNS * ROWS);
  }
}

function cellsApart(before: Uint8ClampedArray, after: Uint8ClampedArray): number {
  let count = 0;
  for (let cell = 0; cell < after.length; cell += 4) {
    const isApart = [0, 1, 2].some(
      (colour) => Math.abs((after[cell + colour] ?? 0) - (before[cell + colour] ?? 0)) >= NOTICEABLE,
    );
    if (isApart) count++;
  }
  return count;
}
