const KiB = 1024;
const FIRST = 8 * KiB;
const LEAST = 1 * KiB;
const MOST = 1024 * KiB;
/** What leaves in one go is a part of the window, or sound would wait behind it. */
const PIECES = 8;
const SMALLEST_PIECE = 1 * KiB;
const LARGEST_PIECE = 32 * KiB;
/** The queue that is made at most: shorter than what calls react to. Milliseconds. */
const TARGET = 15;
/** Of the latest delays the shortest counts: the rest is what machines are busy with. */
const RECENT = 4;
/** For how long the shortest delay ever is believed. Milliseconds. */
const SPELL = 60_000;
/** While a call needs all there is, a file does not stand still, but as good as. Milliseconds. */
const TRICKLE = 200;

interface Piece {
  readonly file: number;
  readonly end: number;
  readonly bytes: number;
  readonly at: number;
}

/**
 * How much of files is on its way to somebody: what the path has to spare, by the delay that it makes (as LEDBAT, RFC 6817). The
 * moment that a queue forms, files give way; media do not notice. Times in milliseconds, monotonic.
 */
export class BackgroundWindow {
  #size = FIRST;
  #isRamping = true;
  #underWay: Piece[] = [];
  #lastSent = Number.NEGATIVE_INFINITY;
  #recent: number[] = [];
  #floor = Number.POSITIVE_INFINITY;
  #nextFloor = Number.POSITIVE_INFINITY;
  #spellEnd = Number.NEGATIVE_INFINITY;

  /** Bytes that may be on their way. */
  get size(): number {
    return this.#size;
  }

  /** Bytes that may leave now; `isPressed` while media have less than they want. */
  room(now: number, isPressed: boolean): number {
    const underWay = this.#underWay.reduce((sum, { bytes }) => sum + bytes, 0);
    if (isPressed) {
      if (now - this.#lastSent < TRICKLE) return 0;
      this.#isRamping = false;
      this.#size = Math.max(LEAST, this.#size / 2);
      return underWay < this.#size ? SMALLEST_PIECE : 0;
    }
    const piece = Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, Math.floor(this.#size / PIECES)));
    return underWay + piece <= this.#size ? piece : 0;
  }

  /** So many bytes of a file have left, up to `end`. */
  handleSent(now: number, file: number, end: number, bytes: number): void {
    this.#lastSent = now;
    this.#underWay.push({ file, end, bytes, at: now });
  }

  /** The file is there up to `end`. */
  handleArrived(now: number, file: number, end: number): void {
    const isThere = (piece: Piece) => piece.file === file && piece.end <= end;
    const arrived = this.#underWay.filter(isThere);
    this.#underWay = this.#underWay.filter((piece) => !isThere(piece));
    for (const { at, bytes } of arrived) this.#learn(now, now - at, bytes);
  }

  /** Nothing of that file is on its way any more. */
  forget(file: number): void {
    this.#underWay = this.#underWay.filter((piece) => piece.file !== file);
  }

  #learn(now: number, delay: number, bytes: number): void {
    this.#noteFloor(now, delay);
    this.#recent = [...this.#recent.slice(1 - RECENT), delay];
    const queue = Math.min(...this.#recent) - this.#floor;
    if (queue > TARGET / 2) this.#isRamping = false;
    const spare = Math.max(-1, (TARGET - queue) / TARGET);
    const change = this.#isRamping ? bytes : (spare * bytes) / PIECES;
    this.#size = Math.min(MOST, Math.max(LEAST, this.#size + change));
  }

  /** The shortest of this spell and the one before. */
  #noteFloor(now: number, delay: number): void {
    if (now >= this.#spellEnd) {
      this.#floor = this.#nextFloor;
      this.#nextFloor = Number.POSITIVE_INFINITY;
      this.#spellEnd = now + SPELL;
    }
    this.#nextFloor = Math.min(this.#nextFloor, delay);
    this.#floor = Math.min(this.#floor, delay);
  }
}
