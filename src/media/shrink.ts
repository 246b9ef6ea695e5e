/** Samples of one kind, row by row without gaps; `step` apart where those of another kind stand in between. */
interface Plane {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly step: number;
}

/** Of the weights between two samples. */
const BITS = 8;
const ONE = 1 << BITS;
/** Every other one of four samples in a number, and half of what four of them are divided by. */
const PAIR = 0x00ff00ff;
const ROUNDING = 0x00020002;
/** The same of what `ONE` is divided by. */
const HALVES = 0x00800080;

/**
 * Makes smaller pictures. Encoders do that as well, but some take each new bitrate for a new beginning then, with a key frame. Keeps
 * its buffers for the next picture: one at a time.
 */
export class Shrinker {
  #source = new Uint8Array(0);
  #halves = [new Uint8Array(0), new Uint8Array(0)] as const;
  #target = new Uint8Array(0);

  /** A new frame, the caller's; undefined where only the encoder can do it. Both sizes are even. */
  async shrink(frame: VideoFrame, width: number, height: number): Promise<VideoFrame | undefined> {
    const { format, visibleRect, displayWidth, displayHeight, timestamp } = frame;
    const isPlain = visibleRect?.width === displayWidth && visibleRect.height === displayHeight;
    const isSmaller = width <= displayWidth && height <= displayHeight && width < displayWidth;
    if ((format !== "I420" && format !== "NV12") || !isPlain || !isSmaller) return undefined;
    if (displayWidth % 2 !== 0 || displayHeight % 2 !== 0) return undefined;
    const size = (displayWidth * displayHeight * 3) / 2;
    if (this.#source.length !== size) this.#source = new Uint8Array(size);
    try {
      await frame.copyTo(this.#source, { layout: layoutOf(format, displayWidth, displayHeight) });
    } catch {
      // Its pixels are where only the encoder reaches them.
      return undefined;
    }
    if (this.#target.length !== (width * height * 3) / 2)
      this.#target = new Uint8Array((width * height * 3) / 2);
    let offset = 0;
    planesOf(this.#source, format, displayWidth, displayHeight).forEach((plane, index) => {
      const planeWidth = index === 0 ? width : width / 2;
      const planeHeight = index === 0 ? height : height / 2;
      this.#fit(
        plane,
        this.#target.subarray(offset, offset + planeWidth * planeHeight),
        planeWidth,
        planeHeight,
      );
      offset += planeWidth * planeHeight;
    });
    const { colorSpace, duration } = frame;
    return new VideoFrame(this.#target, {
      format: "I420",
      codedWidth: width,
      codedHeight: height,
      timestamp,
      colorSpace,
      ...(duration === null ? {} : { duration }),
    });
  }

  #fit(plane: Plane, target: Uint8Array, width: number, height: number): void {
    let from = plane;
    let turn = 0;
    // A blend of two neighbours leaves samples out where there are more than two to one.
    while (from.width >= 2 * width && from.height >= 2 * height) {
      const isLast = from.width === 2 * width && from.height === 2 * height;
      const half = { width: from.width >> 1, height: from.height >> 1, step: 1 };
      const data = isLast ? target : this.#buffer(turn++ % 2, half.width * half.height);
      halve(from, data);
      from = { ...half, data };
    }
    if (from.data !== target) blend(from, target, width, height);
  }

  #buffer(index: number, size: number): Uint8Array {
    const buffer = this.#halves[index];
    if (buffer !== undefined && buffer.length >= size) return buffer;
    const larger = new Uint8Array(size);
    this.#halves = index === 0 ? [larger, this.#halves[1]] : [this.#halves[0], larger];
    return larger;
  }
}

function layoutOf(format: "I420" | "NV12", width: number, height: number): PlaneLayout[] {
  const luma = { offset: 0, stride: width };
  const chroma = width * height;
  if (format === "NV12") return [luma, { offset: chroma, stride: width }];
  return [luma, { offset: chroma, stride: width / 2 }, { offset: chroma * 1.25, stride: width / 2 }];
}

/** Luma and both chromas. */
function planesOf(data: Uint8Array, format: "I420" | "NV12", width: number, height: number): Plane[] {
  const size = width * height;
  const half = { width: width / 2, height: height / 2 };
  const luma = { data: data.subarray(0, size), width, height, step: 1 };
  if (format === "NV12") {
    const both = { ...half, step: 2 };
    return [luma, { ...both, data: data.subarray(size) }, { ...both, data: data.subarray(size + 1) }];
  }
  const chroma = { ...half, step: 1 };
  return [
    luma,
    { ...chroma, data: data.subarray(size, size * 1.25) },
    { ...chroma, data: data.subarray(size * 1.25) },
  ];
}

/** Each sample is the mean of four. */
function halve(plane: Plane, target: Uint8Array): void {
  const { data, width, step } = plane;
  const isAligned = data.byteOffset % 4 === 0 && target.byteOffset % 2 === 0;
  if (step === 1 && width % 4 === 0 && isAligned) halveByFours(plane, target);
  else halveOneByOne(plane, target);
}

/** Four samples of a row at a time, as one number; two of them lie in it 16 bits apart, with room for sums. */
function halveByFours({ data, width, height }: Plane, target: Uint8Array): void {
  const fours = width >> 2;
  const rows = height >> 1;
  const from = new Int32Array(data.buffer, data.byteOffset, fours * 2 * rows);
  const to = new Uint16Array(target.buffer, target.byteOffset, fours * rows);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let i = 2 * row * fours, end = i + fours; i < end; i++) {
      const [upper, lower] = [from[i] as number, from[i + fours] as number];
      const sums =
        (upper & PAIR) + ((upper >>> 8) & PAIR) + (lower & PAIR) + ((lower >>> 8) & PAIR) + ROUNDING;
      to[at++] = ((sums >>> 2) & 0xff) | ((sums >>> 10) & 0xff00);
    }
  }
}

function halveOneByOne({ data, width, height, step }: Plane, target: Uint8Array): void {
  const columns = width >> 1;
  const rows = height >> 1;
  const stride = width * step;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0, i = 2 * row * stride; column < columns; column++, i += 2 * step) {
      const j = i + stride;
      target[at++] =
        ((data[i] as number) +
          (data[i + step] as number) +
          (data[j] as number) +
          (data[j + step] as number) +
          2) >>
        2;
    }
  }
}

/** Each sample is a blend of its four neighbours, by their distance: first of the two rows, then within the row. */
function blend(
  { data, width, height, step }: Plane,
  target: Uint8Array,
  columns: number,
  rows: number,
): void {
  const stride = width * step;
  const left = new Int32Array(columns);
  const share = new Int32Array(columns);
  for (let column = 0; column < columns; column++) {
    const x = place(column, width, columns);
    left[column] = (x >> BITS) * step;
    share[column] = x & (ONE - 1);
  }
  const line = new Uint8Array(stride);
  const isAligned = data.byteOffset % 4 === 0 && stride % 4 === 0;
  const mix = isAligned ? mixerByFours(data, line) : mixerOneByOne(data, line);
  for (let row = 0, at = 0; row < rows; row++) {
    const y = place(row, height, rows);
    mix((y >> BITS) * stride, y & (ONE - 1));
    for (let column = 0; column < columns; column++) {
      const i = left[column] as number;
      const right = share[column] as number;
      target[at++] =
        ((line[i] as number) * (ONE - right) + (line[i + step] as number) * right + ONE / 2) >> BITS;
    }
  }
}

/** Blends the row that begins at `upper` with the one below it, of which there is to be `down` of 256. */
type Mixer = (upper: number, down: number) => void;

/** Like halveByFours. The sums of one pair are shifted down, those of the other are where they belong already. */
function mixerByFours(data: Uint8Array, line: Uint8Array): Mixer {
  const from = new Int32Array(data.buffer, data.byteOffset, data.length >> 2);
  const to = new Int32Array(line.buffer);
  return (upper, down) => {
    const up = ONE - down;
    for (let at = 0, i = upper >> 2, j = i + to.length; at < to.length; at++, i++, j++) {
      const [above, below] = [from[i] as number, from[j] as number];
      const even = Math.imul(above & PAIR, up) + Math.imul(below & PAIR, down) + HALVES;
      const odd = Math.imul((above >>> 8) & PAIR, up) + Math.imul((below >>> 8) & PAIR, down) + HALVES;
      to[at] = ((even >>> BITS) & PAIR) | (odd & ~PAIR);
    }
  };
}

function mixerOneByOne(data: Uint8Array, line: Uint8Array): Mixer {
  return (upper, down) => {
    for (let at = 0, i = upper, j = upper + line.length; at < line.length; at++, i++, j++)
      line[at] = ((data[i] as number) * (ONE - down) + (data[j] as number) * down + ONE / 2) >> BITS;
  };
}

/** Where the middle of a target's sample lies among those of the source, which has a neighbour on either side of it. */
function place(index: number, from: number, to: number): number {
  const middle = ((index + 0.5) * from) / to - 0.5;
  return Math.max(0, Math.min((from - 1) * ONE - 1, Math.round(middle * ONE)));
}
