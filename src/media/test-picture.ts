/** Pixels that the view wanders over at most, in each direction. */
const MARGIN = 64;
/** Pixels per step of the wall's brightness and of the grain that a camera adds. */
const WAVE = 23;
const GRAIN = 12;

/** A view that wanders over a textured wall, somewhat like what a camera sees: an encoder finds edges, grain and motion in it. */
export class TestPicture {
  readonly #width: number;
  readonly #height: number;
  readonly #wall: Uint8Array;
  readonly #stride: number;
  #count = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#stride = width + MARGIN;
    this.#wall = paintWall(this.#stride, height + MARGIN);
  }

  /** The next one, a thirtieth of a second after the one before. The caller closes it. */
  next(): VideoFrame {
    const count = this.#count++;
    const [width, height] = [this.#width, this.#height];
    const pixels = new Uint8Array(width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2)).fill(
      120,
    );
    const left = wander(count, 21);
    const top = wander(count, 34);
    for (let row = 0; row < height; row++) {
      const from = (row + top) * this.#stride + left;
      pixels.set(this.#wall.subarray(from, from + width), row * width);
    }
    const timestamp = Math.round((count * 1e6) / 30);
    return new VideoFrame(pixels, { format: "I420", codedWidth: width, codedHeight: height, timestamp });
  }
}

/** To and fro within the margin, without a leap. */
function wander(count: number, period: number): number {
  return Math.round((MARGIN / 2) * (1 + Math.sin(count / period)));
}

function paintWall(width: number, height: number): Uint8Array {
  const wave = Float32Array.from({ length: width + height }, (_, i) => 40 * Math.sin(i / WAVE));
  const wall = new Uint8Array(width * height);
  let grain = 1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      grain = (Math.imul(grain, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      // Tiles with edges between them, lit unevenly.
      const tile = ((x >> 5) ^ (y >> 5)) & 3;
      wall[i] = 90 + 20 * tile + (wave[x + y] ?? 0) / 2 + (wave[x] ?? 0) / 2 + ((grain >> 16) % GRAIN);
    }
  }
  return wall;
}
