/** Between two pieces of a line, milliseconds: others follow a hand well enough. */
const INTERVAL = 60;
/** Points of one piece, at most. */
const MAX_POINTS = 32;

/** A line that a pointer draws over an element, told piece by piece: x and y in turn, 0 to 1 of its size. */
export class DrawnLine {
  readonly #box: DOMRect;
  readonly #tell: (points: readonly number[]) => void;
  #points: number[] = [];
  #toldAt = performance.now();

  constructor(box: DOMRect, tell: (points: readonly number[]) => void) {
    this.#box = box;
    this.#tell = tell;
  }

  to({ clientX, clientY }: Pick<PointerEvent, "clientX" | "clientY">): void {
    const { left, top, width, height } = this.#box;
    if (this.#points.length < 2 * MAX_POINTS)
      this.#points.push(within((clientX - left) / width), within((clientY - top) / height));
    if (performance.now() - this.#toldAt >= INTERVAL) this.#tellPiece();
  }

  end(): void {
    this.#tellPiece();
  }

  /** The next piece begins where this one ends. */
  #tellPiece(): void {
    if (this.#points.length < 4) return;
    this.#tell(this.#points);
    this.#points = this.#points.slice(-2);
    this.#toldAt = performance.now();
  }
}

function within(value: number): number {
  return Math.min(1, Math.max(0, value));
}
