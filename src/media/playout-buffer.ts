/** Samples per second of everything that is played. */
export const SAMPLE_RATE = 48_000;

/** Totals of one source, in samples unless named otherwise; names follow webrtc-stats. */
export interface PlayoutStats {
  readonly totalSamplesReceived: number;
  readonly concealedSamples: number;
  readonly concealmentEvents: number;
  readonly insertedSamplesForDeceleration: number;
  readonly removedSamplesForAcceleration: number;
  /** Of the buffer now. */
  readonly delay: number;
  readonly targetDelay: number;
}

interface Piece {
  readonly start: number;
  readonly samples: Float32Array;
}

const ms = (milliseconds: number) => (milliseconds * SAMPLE_RATE) / 1000;

/** One quantum of the audio thread and a little: less cannot be held. */
const MIN_TARGET = ms(8);
const MAX_TARGET = ms(400);
/** Arrivals that the target is judged by: two seconds of 10 ms packets. */
const WINDOW = 200;
/** The part of packets that may come later than the target allows. */
const LATE_SHARE = 0.02;
/** Above target by this much, time is taken out. */
const SURPLUS = ms(12);
const MAX_BUFFERED = ms(1000);
/** Concealment fades to silence over this time. */
const FADE = ms(60);
/** Pitch periods that time-stretching considers: 400 Hz to 66 Hz. */
const MIN_PERIOD = ms(2.5);
const MAX_PERIOD = ms(15);
/** After a pause as long as this, what comes is a new beginning. */
const NEW_BEGINNING = ms(600);

/**
 * The jitter buffer of one source of sound, at the clock of the one who plays: decoded pieces in by timestamp, samples
 * out in an even stream. Keeps just as much as the arrivals of late make necessary. Pure: time is counted in samples.
 */
export class PlayoutBuffer {
  #pieces: Piece[] = [];
  /** Timestamp of the next sample to play; undefined before the first piece and after a long pause. */
  #playhead: number | undefined;
  readonly #transit: number[] = [];
  #target = ms(20);
  #starved = 0;
  #history = new Float32Array(MAX_PERIOD * 2);
  #sinceStretch = 0;
  readonly #stats = {
    totalSamplesReceived: 0,
    concealedSamples: 0,
    concealmentEvents: 0,
    insertedSamplesForDeceleration: 0,
    removedSamplesForAcceleration: 0,
  };

  get stats(): PlayoutStats {
    return { ...this.#stats, delay: this.#buffered(), targetDelay: this.#target };
  }

  /** A decoded piece that belongs at `timestamp` (samples of the sender), arriving at `now` (samples of the player). */
  put(timestamp: number, samples: Float32Array, now: number): void {
    this.#learn(now - timestamp);
    this.#stats.totalSamplesReceived += samples.length;
    if (this.#playhead !== undefined && Math.abs(timestamp - this.#playhead) > MAX_BUFFERED) this.#restart();
    if (this.#playhead !== undefined && timestamp + samples.length <= this.#playhead) return;
    this.#insert({ start: timestamp, samples });
    if (this.#playhead === undefined && this.#buffered() >= this.#target) this.#begin();
  }

  /** Fills `out` with what is to be heard next. */
  take(out: Float32Array): void {
    let filled = 0;
    while (filled < out.length) {
      const played = this.#play(out, filled);
      filled += played > 0 ? played : this.#conceal(out, filled);
    }
    this.#remember(out);
    this.#sinceStretch += out.length;
    if (this.#sinceStretch >= ms(20) && this.#excess() > SURPLUS) this.#accelerate();
  }

  /** Copies from the piece under the playhead; 0 when there is none. */
  #play(out: Float32Array, offset: number): number {
    if (this.#playhead === undefined) return 0;
    const piece = this.#pieces[0];
    if (piece === undefined || piece.start > this.#playhead) return 0;
    const from = this.#playhead - piece.start;
    const count = Math.min(piece.samples.length - from, out.length - offset);
    out.set(piece.samples.subarray(from, from + count), offset);
    if (this.#starved > 0) this.#fadeIn(out, offset, count);
    this.#playhead += count;
    if (from + count === piece.samples.length) this.#pieces.shift();
    return count;
  }

  /** Covers what is missing: the last pitch periods, fading. A lost piece passes; a late one is waited for. */
  #conceal(out: Float32Array, offset: number): number {
    const next = this.#pieces[0];
    const lost = this.#playhead !== undefined && next !== undefined;
    const gap = lost ? next.start - (this.#playhead ?? 0) : Number.POSITIVE_INFINITY;
    const count = Math.min(out.length - offset, gap);
    if (this.#playhead !== undefined) {
      if (this.#starved === 0) this.#stats.concealmentEvents++;
      this.#stats.concealedSamples += count;
      if (lost) this.#playhead += count;
      else this.#stats.insertedSamplesForDeceleration += count;
    }
    const period = ms(10);
    const tail = this.#history.length - period;
    for (let i = 0; i < count; i++) {
      const gain = Math.max(0, 1 - this.#starved / FADE);
      out[offset + i] = gain === 0 ? 0 : (this.#history[tail + (this.#starved % period)] ?? 0) * gain;
      this.#starved++;
    }
    if (this.#starved > NEW_BEGINNING) this.#restart();
    return count;
  }

  /** Takes one pitch period out of what comes next, by cross-fading over it. */
  #accelerate(): void {
    const piece = this.#pieces[0];
    const playhead = this.#playhead;
    if (piece === undefined || playhead === undefined || piece.start > playhead) return;
    const ahead = this.#gather(playhead, MAX_PERIOD * 2);
    if (ahead.length < MAX_PERIOD * 2) return;
    this.#sinceStretch = 0;
    const period = bestPeriod(ahead);
    const joined = new Float32Array(ahead.length - period);
    for (let i = 0; i < joined.length; i++) {
      const fade = Math.min(1, i / period);
      joined[i] = (ahead[i] ?? 0) * (1 - fade) + (ahead[i + period] ?? 0) * fade;
    }
    this.#discardUntil(playhead + ahead.length);
    this.#insert({ start: playhead + period, samples: joined });
    this.#playhead = playhead + period;
    this.#stats.removedSamplesForAcceleration += period;
  }

  /** Up to `count` samples from `from` on, as far as they follow one another. */
  #gather(from: number, count: number): Float32Array {
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

  #discardUntil(timestamp: number): void {
    const kept: Piece[] = [];
    for (const piece of this.#pieces) {
      const skip = timestamp - piece.start;
      if (skip <= 0) kept.push(piece);
      else if (skip < piece.samples.length)
        kept.push({ start: timestamp, samples: piece.samples.subarray(skip) });
    }
    this.#pieces = kept;
  }

  #insert(piece: Piece): void {
    const after = this.#pieces.findIndex((other) => other.start >= piece.start);
    if (after >= 0 && this.#pieces[after]?.start === piece.start) return;
    if (after < 0) this.#pieces.push(piece);
    else this.#pieces.splice(after, 0, piece);
    while (this.#buffered() > MAX_BUFFERED) this.#pieces.shift();
  }

  #begin(): void {
    const end = this.#end();
    if (end !== undefined) this.#playhead = Math.max(this.#pieces[0]?.start ?? end, end - this.#target);
  }

  #restart(): void {
    this.#pieces = [];
    this.#playhead = undefined;
    this.#transit.length = 0;
  }

  #end(): number | undefined {
    const last = this.#pieces.at(-1);
    return last === undefined ? undefined : last.start + last.samples.length;
  }

  #buffered(): number {
    const end = this.#end();
    if (end === undefined) return 0;
    return end - (this.#playhead ?? this.#pieces[0]?.start ?? end);
  }

  /** How far the buffer, at its lowest between two arrivals, stays above what it needs. */
  #excess(): number {
    const length = this.#pieces[0]?.samples.length ?? 0;
    return this.#buffered() - length - this.#target;
  }

  /** Sets the target by how unevenly the latest packets came. */
  #learn(transit: number): void {
    this.#transit.push(transit);
    if (this.#transit.length > WINDOW) this.#transit.shift();
    const sorted = this.#transit.toSorted((a, b) => a - b);
    const fastest = sorted[0] ?? transit;
    const slow = sorted[Math.floor((sorted.length - 1) * (1 - LATE_SHARE))] ?? transit;
    this.#target = Math.min(MAX_TARGET, MIN_TARGET + slow - fastest);
  }

  #remember(out: Float32Array): void {
    this.#history.copyWithin(0, out.length);
    this.#history.set(out.subarray(0, this.#history.length), Math.max(0, this.#history.length - out.length));
  }

  #fadeIn(out: Float32Array, offset: number, count: number): void {
    const length = Math.min(count, ms(2));
    for (let i = 0; i < length; i++) out[offset + i] = (out[offset + i] ?? 0) * (i / length);
    this.#starved = 0;
  }
}

/** The lag at which the signal resembles itself most: its pitch period, or any where it has none. */
function bestPeriod(samples: Float32Array): number {
  const STEP = 4;
  let best = MIN_PERIOD;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let lag = MIN_PERIOD; lag <= MAX_PERIOD; lag += STEP) {
    let product = 0;
    let energy = 1e-9;
    for (let i = 0; i + lag < samples.length && i < MAX_PERIOD; i += STEP) {
      const shifted = samples[i + lag] ?? 0;
      product += (samples[i] ?? 0) * shifted;
      energy += shifted * shifted;
    }
    const score = product / Math.sqrt(energy);
    if (score > bestScore) {
      bestScore = score;
      best = lag;
    }
  }
  return best;
}
