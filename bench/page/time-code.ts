/*
 * A moment in time as black and white blocks across the top of a picture: large enough to come through any encoder, and
 * checked, so that a torn or half-drawn picture is not mistaken for another moment.
 */

const COLUMNS = 16;
const ROWS = 2;
const TIME_BITS = 24;
/** Of the picture's height: with 16 columns the blocks of a 16:9 picture are square. */
const HEIGHT = 2 / 9;
/** Moments are counted in tenths of a millisecond and start again every 28 minutes. */
const PER_MILLISECOND = 10;
const RANGE = 2 ** TIME_BITS;

const BLACK = 16;
const WHITE = 235;
const THRESHOLD = (BLACK + WHITE) / 2;

/** The part of a picture of this height that carries the time code, at its full width. */
export function codeHeight(height: number): number {
  return Math.round(height * HEIGHT);
}

/** Draws `time` (milliseconds) into the luma plane of a picture. */
export function drawTimeCode(luma: Uint8Array, width: number, height: number, time: number): void {
  const bits = withCheck(Math.round(time * PER_MILLISECOND) % RANGE);
  const rows = codeHeight(height);
  for (let y = 0; y < rows; y++) {
    const row = Math.floor((y * ROWS) / rows);
    for (let column = 0; column < COLUMNS; column++) {
      const from = Math.round((column * width) / COLUMNS);
      const to = Math.round(((column + 1) * width) / COLUMNS);
      luma.fill(bits[row * COLUMNS + column] ? WHITE : BLACK, y * width + from, y * width + to);
    }
  }
}

/**
 * The code of a picture whose top part, 0 to 1 across and down, is as bright as `brightness` says (0 to 255); undefined
 * where there is none.
 */
export function readTimeCode(brightness: (x: number, y: number) => number): number | undefined {
  const bits = Array.from({ length: COLUMNS * ROWS }, (_, block) => {
    const x = ((block % COLUMNS) + 0.5) / COLUMNS;
    const y = (Math.floor(block / COLUMNS) + 0.5) / ROWS;
    return brightness(x, y) > THRESHOLD;
  });
  const code = bits.slice(0, TIME_BITS).reduce((value, bit) => value * 2 + Number(bit), 0);
  return withCheck(code).every((bit, index) => bit === bits[index]) ? code : undefined;
}

/** Milliseconds from the moment that a code stands for until `time`. */
export function ageOf(code: number, time: number): number {
  return ((((time * PER_MILLISECOND - code) % RANGE) + RANGE) % RANGE) / PER_MILLISECOND;
}

/** The bits of a code, and behind them those of its CRC-8. */
function withCheck(code: number): boolean[] {
  let crc = 0xff;
  for (let shift = TIME_BITS - 8; shift >= 0; shift -= 8) {
    crc ^= (code >>> shift) & 0xff;
    for (let i = 0; i < 8; i++) crc = crc & 0x80 ? ((crc << 1) ^ 0x07) & 0xff : crc << 1;
  }
  const word = code * 0x100 + crc;
  return Array.from({ length: COLUMNS * ROWS }, (_, i) => Math.floor(word / 2 ** (31 - i)) % 2 === 1);
}
