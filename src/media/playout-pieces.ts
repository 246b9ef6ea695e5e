/** Sound that belongs at a time. */
export interface Piece {
  /** In samples of the sender. */
  readonly start: number;
  readonly samples: Float32Array;
  /** In samples of the player. */
  readonly arrivedAt: number;
}

/** Pieces of sound by their time: in order and without overlap, whatever order they come in. */
export class Pieces {
  #pieces: Piece[] = [];

  get count(): number {
    return this.#pieces.length;
  }

  get first(): Piece | undefined {
    return this.#pieces[0];
  }

  /** Where the last one ends; undefined when there is none. */
  get end(): number | undefined {
    const last = this.#pieces.at(-1);
    return last === undefined ? undefined : endOf(last);
  }

  /** Takes in what of the piece is not before `earliest` nor here already; returns how many samples that are. */
  insert({ start, samples, arrivedAt }: Piece, earliest: number): number {
    const index = this.#pieces.findLastIndex((piece) => piece.start < start) + 1;
    const before = this.#pieces[index - 1];
    const from = Math.max(start, earliest, before === undefined ? start : endOf(before));
    const to = Math.min(start + samples.length, this.#pieces[index]?.start ?? Number.POSITIVE_INFINITY);
    const taken = Math.max(0, to - from);
    if (taken === 0) return 0;
    // A part is copied, so that it does not keep the whole in memory.
    const part = taken === samples.length ? samples : samples.slice(from - start, to - start);
    this.#pieces.splice(index, 0, { start: from, samples: part, arrivedAt });
    return taken;
  }

  /** Up to `count` samples from `from` on, as far as they follow one another. */
  gather(from: number, count: number): Float32Array {
    const samples = new Float32Array(count);
    let filled = 0;
    for (const piece of this.#pieces) {
      const skip = from + filled - piece.start;
      if (skip < 0 || filled === count) break;
      const part = piece.samples.subarray(skip, skip + count - filled);
      samples.set(part, filled);
      filled += part.length;
    }
    return samples.subarray(0, filled);
  }

  /** Puts this in the place of all that lies before `until`. */
  replace(until: number, piece: Piece): void {
    this.dropUntil(until);
    this.#pieces.unshift(piece);
  }

  /** Gives up the first one. */
  shift(): Piece | undefined {
    return this.#pieces.shift();
  }

  /** Drops what lies before a time, and returns how many samples that were. */
  dropUntil(timestamp: number): number {
    let dropped = 0;
    for (let first = this.first; first !== undefined && first.start < timestamp; first = this.first) {
      const skip = Math.min(timestamp - first.start, first.samples.length);
      dropped += skip;
      this.#pieces.shift();
      if (skip === first.samples.length) continue;
      this.#pieces.unshift({ ...first, start: timestamp, samples: first.samples.subarray(skip) });
    }
    return dropped;
  }
}

function endOf({ start, samples }: Piece): number {
  return start + samples.length;
}
