import { ArrivalJitter } from "./arrival-jitter.ts";
import { Concealment } from "./concealment.ts";
import { PITCH_WINDOW, pitchPeriod } from "./pitch.ts";
import { samplesIn } from "./sound.ts";

/**
 * Totals of one source, in samples unless named otherwise; names follow webrtc-stats where it has one. What was received
 * was played, was removed or discarded, or is still here.
 */
export interface PlayoutStats {
  readonly totalSamplesReceived: number;
  readonly playedSamples: number;
  /** Too late, too many, or received before. */
  readonly discardedSamples: number;
  /** Made up in place of what had not arrived. */
  readonly concealedSamples: number;
  readonly concealmentEvents: number;
  /** Of the concealed ones, those behind which what was missing came after all. */
  readonly insertedSamplesForDeceleration: number;
  readonly removedSamplesForAcceleration: number;
  /** Of sound that is in the buffer now. */
  readonly delay: number;
  /** From the arrival of the fastest packets until they are played. */
  readonly targetDelay: number;
}

/** Sound that belongs at a time. */
interface Piece {
  readonly start: number;
  readonly samples: Float32Array;
}

/** Three quanta of the audio thread: what it takes at a time, and a little for the packet that is later than most. */
const MIN_TARGET = samplesIn(8);
const MAX_TARGET = samplesIn(400);
const MAX_BUFFERED = samplesIn(1000);
/** As many as the shortest packets make of it. */
const MAX_PIECES = 400;
/** Above target by this much, time is taken out, at most once in a while. */
const SURPLUS = samplesIn(12);
const STRETCH_INTERVAL = samplesIn(20);
/** From what was made up to what is real, without a click. */
const BLEND = samplesIn(2);
/** After a pause as long as this, what comes is a new beginning. */
const NEW_BEGINNING = samplesIn(600);

/**
 * The jitter buffer of one source of sound, at the clock of the one who plays: decoded pieces in by timestamp, samples
 * out in an even stream. Keeps just as much as the arrivals of late make necessary. Pure: time is counted in samples.
 */
export class PlayoutBuffer {
  /** In order, without overlap, none of it before the playhead. */
  #pieces: Piece[] = [];
  /** Timestamp of the next sample to play; undefined before the first piece and after a long pause. */
  #playhead: number | undefined;
  /** How long the playhead has stood still for want of sound. */
  #waited = 0;
  readonly #jitter = new ArrivalJitter();
  /** The player's clock. */
  #now = 0;
  /** What was heard last. */
  readonly #heard = new Float32Array(PITCH_WINDOW);
  #concealment: Concealment | undefined;
  /** How far the way from concealment back to sound has been gone. */
  #blended = 0;
  #sinceStretch = 0;
  readonly #stats = {
    totalSamplesReceived: 0,
    playedSamples: 0,
    discardedSamples: 0,
    concealedSamples: 0,
    concealmentEvents: 0,
    insertedSamplesForDeceleration: 0,
    removedSamplesForAcceleration: 0,
  };

  get stats(): PlayoutStats {
    return { ...this.#stats, delay: this.#buffered(), targetDelay: this.#target() };
  }

  /** A decoded piece that belongs at `timestamp` (samples of the sender), arriving at `now` (samples of the player). */
  put(timestamp: number, samples: Float32Array, now: number): void {
    if (this.#isElsewhere(timestamp)) this.#restart();
    this.#now = now;
    this.#jitter.learn(now - timestamp);
    this.#stats.totalSamplesReceived += samples.length;
    this.#insert(timestamp, samples);
    while (this.#buffered() > MAX_BUFFERED || this.#pieces.length > MAX_PIECES) this.#skipPiece();
  }

  /** Fills `out` with what is to be heard next. */
  take(out: Float32Array): void {
    for (let filled = 0; filled < out.length; ) {
      if (this.#playhead === undefined) this.#tryBegin();
      const count = this.#play(out, filled) || this.#conceal(out, filled);
      this.#remember(out.subarray(filled, filled + count));
      filled += count;
      this.#now += count;
    }
    this.#sinceStretch += out.length;
    if (this.#surplus() > SURPLUS && this.#sinceStretch >= STRETCH_INTERVAL) this.#accelerate();
  }

  /** How long after its arrival the fastest packet is to be played, so that nearly all are there by then. */
  #target(): number {
    return Math.min(MAX_TARGET, MIN_TARGET + this.#jitter.spread);
  }

  /** What would be played now if the target were kept. */
  #due(): number {
    return this.#now - this.#jitter.fastest - this.#target();
  }

  /** By how much more than the target what is played is delayed. */
  #surplus(): number {
    return this.#playhead === undefined ? 0 : this.#due() - this.#playhead;
  }

  #end(): number | undefined {
    const last = this.#pieces.at(-1);
    return last === undefined ? undefined : last.start + last.samples.length;
  }

  #buffered(): number {
    const end = this.#end();
    return end === undefined ? 0 : end - (this.#playhead ?? this.#pieces[0]?.start ?? end);
  }

  /** Whether a timestamp has nothing to do with those before: the sender has begun anew. */
  #isElsewhere(timestamp: number): boolean {
    return this.#playhead !== undefined && Math.abs(timestamp - this.#playhead) > MAX_BUFFERED;
  }

  /** Takes in what of the piece is neither past nor here already. */
  #insert(start: number, samples: Float32Array): void {
    const found = this.#pieces.findIndex((piece) => piece.start >= start);
    const index = found < 0 ? this.#pieces.length : found;
    const before = this.#pieces[index - 1];
    const after = this.#pieces[index];
    const from = Math.max(
      start,
      this.#playhead ?? start,
      before === undefined ? start : before.start + before.samples.length,
    );
    const to = Math.min(start + samples.length, after?.start ?? Number.POSITIVE_INFINITY);
    const taken = Math.max(0, to - from);
    this.#stats.discardedSamples += samples.length - taken;
    if (taken === 0) return;
    // A part is copied, so that it does not keep the whole in memory.
    const part = taken === samples.length ? samples : samples.slice(from - start, to - start);
    this.#pieces.splice(index, 0, { start: from, samples: part });
  }

  /** Gives up the first piece. */
  #skipPiece(): void {
    const first = this.#pieces.shift();
    if (first === undefined) return;
    const next = this.#pieces[0]?.start ?? first.start + first.samples.length;
    const unplayed =
      first.start + first.samples.length - Math.max(first.start, this.#playhead ?? first.start);
    this.#stats.discardedSamples += unplayed;
    if (this.#playhead === undefined) return;
    this.#playhead = next;
    // There is a leap now, to be blended over.
    this.#beginConcealment();
  }

  #tryBegin(): void {
    const first = this.#pieces[0];
    const due = this.#due();
    if (first === undefined || due < first.start) return;
    const isBehind = due - first.start > SURPLUS && due < (this.#end() ?? due);
    this.#playhead = isBehind ? due : first.start;
    this.#stats.discardedSamples += this.#dropUntil(this.#playhead);
  }

  #restart(): void {
    this.#stats.discardedSamples += this.#dropUntil(Number.POSITIVE_INFINITY);
    this.#playhead = undefined;
    this.#waited = 0;
    this.#jitter.rebase();
  }

  /** Plays from the piece under the playhead; 0 when there is none. */
  #play(out: Float32Array, offset: number): number {
    const piece = this.#pieces[0];
    if (piece === undefined || piece.start !== this.#playhead) return 0;
    const count = Math.min(piece.samples.length, out.length - offset);
    out.set(piece.samples.subarray(0, count), offset);
    this.#blend(out, offset, count);
    this.#playhead += count;
    this.#dropUntil(this.#playhead);
    this.#stats.playedSamples += count;
    this.#stats.insertedSamplesForDeceleration += this.#waited;
    this.#waited = 0;
    return count;
  }

  /** Covers what is missing, up to the next piece if there is one; 0 when that turns out to be due already. */
  #conceal(out: Float32Array, offset: number): number {
    let concealment = this.#concealment;
    if (concealment === undefined || this.#blended > 0) {
      concealment = this.#beginConcealment();
      if (this.#playhead !== undefined) this.#stats.concealmentEvents++;
    }
    const count = this.#passOver(out.length - offset);
    for (let i = 0; i < count; i++) out[offset + i] = concealment.next();
    if (this.#waited > NEW_BEGINNING) this.#restart();
    return count;
  }

  /**
   * Goes on in time by up to `room` samples that are not there. Where none are, or it is early for them, they are waited
   * for; else they count as lost, and what has been waited for them was their time.
   */
  #passOver(room: number): number {
    if (this.#playhead === undefined) return room;
    const next = this.#pieces[0];
    const surplus = this.#surplus();
    if (next === undefined || surplus < 0) {
      const count = next === undefined ? room : Math.min(room, -surplus);
      this.#waited += count;
      this.#stats.concealedSamples += count;
      return count;
    }
    const gap = next.start - this.#playhead;
    const gone = Math.min(this.#waited, gap, surplus);
    const count = Math.min(room, gap - gone);
    this.#waited -= gone;
    this.#playhead += gone + count;
    this.#stats.concealedSamples += count;
    return count;
  }

  #beginConcealment(): Concealment {
    this.#blended = 0;
    this.#concealment = new Concealment(this.#heard);
    return this.#concealment;
  }

  /** Leads from what was made up, if anything was, over to what is being played. */
  #blend(out: Float32Array, offset: number, count: number): void {
    for (let i = offset; i < offset + count && this.#concealment !== undefined; i++) {
      const share = ++this.#blended / BLEND;
      out[i] = (out[i] ?? 0) * share + this.#concealment.next() * (1 - share);
      if (this.#blended < BLEND) continue;
      this.#concealment = undefined;
      this.#blended = 0;
    }
  }

  /** Takes one pitch period out of what comes next, by cross-fading over it. */
  #accelerate(): void {
    const playhead = this.#playhead;
    if (playhead === undefined) return;
    const ahead = this.#gather(playhead, PITCH_WINDOW);
    if (ahead.length < PITCH_WINDOW) return;
    this.#sinceStretch = 0;
    const period = pitchPeriod(ahead);
    const joined = new Float32Array(ahead.length - period);
    for (let i = 0; i < joined.length; i++) {
      const share = Math.min(1, i / period);
      joined[i] = (ahead[i] ?? 0) * (1 - share) + (ahead[i + period] ?? 0) * share;
    }
    this.#dropUntil(playhead + ahead.length);
    this.#pieces.unshift({ start: playhead + period, samples: joined });
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

  /** Drops what lies before a time, and returns how many samples that were. */
  #dropUntil(timestamp: number): number {
    let dropped = 0;
    const kept: Piece[] = [];
    for (const piece of this.#pieces) {
      const skip = Math.min(Math.max(0, timestamp - piece.start), piece.samples.length);
      dropped += skip;
      if (skip === 0) kept.push(piece);
      else if (skip < piece.samples.length)
        kept.push({ start: piece.start + skip, samples: piece.samples.subarray(skip) });
    }
    this.#pieces = kept;
    return dropped;
  }

  #remember(part: Float32Array): void {
    const heard = this.#heard;
    const latest = part.subarray(-heard.length);
    heard.copyWithin(0, latest.length);
    heard.set(latest, heard.length - latest.length);
  }
}
