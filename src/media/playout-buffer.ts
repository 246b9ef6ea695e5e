import { ArrivalJitter } from "./arrival-jitter.ts";
import { Concealment } from "./concealment.ts";
import { PITCH_WINDOW } from "./pitch.ts";
import { Pieces } from "./playout-pieces.ts";
import { PlayoutCounts, type PlayoutStats } from "./playout-stats.ts";
import { samplesIn } from "./sound.ts";
import { lengthened, shortened } from "./time-stretch.ts";

/** Two quanta of the audio thread: what it takes at a time, and as much for the packet that is later than most. */
const MIN_TARGET = 256;
const MAX_TARGET = samplesIn(400);
const MAX_BUFFERED = samplesIn(1000);
/** As many as the shortest packets make of it. */
const MAX_PIECES = 400;
/** So far from the target, time is taken out or put in, at most once in a while. */
const TOLERANCE = samplesIn(4);
const STRETCH_INTERVAL = samplesIn(20);
/**
 * Where no more than that is left, nor than this share of what is usual, and nothing has come for so much longer than a piece lasts,
 * what is there is said slowly: by about so much each time, until so much more than the target is waited.
 */
const SCARCE = samplesIn(30);
const SCARCE_SHARE = 1 / 4;
const LATE = samplesIn(6);
const SLOWER = samplesIn(20);
const MOST_SLOWER = samplesIn(20);
const STALLED_INTERVAL = samplesIn(10);
/** A stretch that leads further past the target than it was away from it would have to be taken back. */
const OVERSHOOT = 1.5;
/** From what was made up to what is real, without a click. */
const BLEND = samplesIn(2);
/** After a pause as long as this, what comes is a new beginning. */
const NEW_BEGINNING = samplesIn(600);

/**
 * The jitter buffer of one source of sound, at the clock of the one who plays: decoded pieces in by timestamp, samples
 * out in an even stream. Keeps just as much as the arrivals of late make necessary. Pure: time is counted in samples.
 */
export class PlayoutBuffer {
  /** None of it before the playhead. */
  readonly #pieces = new Pieces();
  /** Timestamp of the next sample to play; undefined before the first piece and after a long pause. */
  #playhead: number | undefined;
  /** How long the playhead has stood still for want of sound. */
  #waited = 0;
  readonly #jitter = new ArrivalJitter();
  /** The player's clock. */
  #now = 0;
  /** When the latest piece came, and how much sound it was. */
  #arrivedAt = 0;
  #pieceLength = 0;
  /** What was heard last. */
  readonly #heard = new Float32Array(PITCH_WINDOW);
  #concealment: Concealment | undefined;
  /** How far the way from concealment back to sound has been gone. */
  #blended = 0;
  #sinceStretch = 0;
  readonly #counts = new PlayoutCounts();

  get stats(): PlayoutStats {
    return this.#counts.stats(this.#buffered(), this.#target());
  }

  /**
   * A decoded piece that belongs at `timestamp` (samples of the sender), arriving at `now` (samples of the player); whether as
   * a copy, because the packet it was in at first is lost or late.
   */
  put(timestamp: number, samples: Float32Array, now: number, isCopy = false): void {
    if (this.#isElsewhere(timestamp)) this.#restart();
    this.#now = now;
    this.#jitter.learn(now, timestamp, samples.length, isCopy);
    this.#arrivedAt = now;
    this.#pieceLength = samples.length;
    const piece = { start: timestamp, samples, arrivedAt: now };
    const taken = this.#pieces.insert(piece, this.#playhead ?? timestamp);
    this.#counts.decoded(samples.length, samples.length - taken);
    while (this.#buffered() > MAX_BUFFERED || this.#pieces.count > MAX_PIECES) this.#skipPiece();
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
    // Most of the audio thread's calls end here.
    if (this.#sinceStretch < STALLED_INTERVAL) return;
    const surplus = this.#surplus();
    const isStalled = this.#isRunningDry() && surplus < MOST_SLOWER;
    if (isStalled) this.#stretch(-SLOWER);
    else if (this.#sinceStretch >= STRETCH_INTERVAL) this.#stretch(surplus);
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

  #buffered(): number {
    const { first, end } = this.#pieces;
    return first === undefined || end === undefined ? 0 : end - (this.#playhead ?? first.start);
  }

  /** Whether a timestamp has nothing to do with those before: the sender has begun anew. */
  #isElsewhere(timestamp: number): boolean {
    return this.#playhead !== undefined && Math.abs(timestamp - this.#playhead) > MAX_BUFFERED;
  }

  /** Gives up the first piece. */
  #skipPiece(): void {
    const piece = this.#pieces.shift();
    if (piece === undefined) return;
    this.#counts.discarded(piece.samples.length);
    if (this.#playhead === undefined) return;
    this.#playhead = this.#pieces.first?.start ?? piece.start + piece.samples.length;
    // There is a leap now, to be blended over.
    this.#beginConcealment();
  }

  #tryBegin(): void {
    const { first, end } = this.#pieces;
    const due = this.#due();
    if (first === undefined || due < first.start) return;
    const isBehind = due - first.start > TOLERANCE && due < (end ?? due);
    this.#playhead = isBehind ? due : first.start;
    this.#counts.discarded(this.#pieces.dropUntil(this.#playhead));
  }

  #restart(): void {
    this.#counts.discarded(this.#pieces.dropUntil(Number.POSITIVE_INFINITY));
    this.#playhead = undefined;
    this.#waited = 0;
    this.#jitter.rebase();
  }

  /** Plays from the piece under the playhead; 0 when there is none. */
  #play(out: Float32Array, offset: number): number {
    const piece = this.#pieces.first;
    if (piece === undefined || piece.start !== this.#playhead) return 0;
    const count = Math.min(piece.samples.length, out.length - offset);
    out.set(piece.samples.subarray(0, count), offset);
    this.#blend(out, offset, count);
    this.#playhead += count;
    this.#pieces.dropUntil(this.#playhead);
    this.#counts.played(count, this.#now - piece.arrivedAt, this.#target());
    this.#waited = 0;
    return count;
  }

  /** Covers what is missing, up to the next piece if there is one; 0 when that turns out to be due already. */
  #conceal(out: Float32Array, offset: number): number {
    let concealment = this.#concealment;
    if (concealment === undefined || this.#blended > 0) {
      concealment = this.#beginConcealment();
      if (this.#playhead !== undefined) this.#counts.concealmentBegins();
    }
    const count = this.#passOver(out.length - offset);
    if (this.#playhead !== undefined) this.#counts.concealed(count, concealment.silentWithin(count));
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
    const { first } = this.#pieces;
    const surplus = this.#surplus();
    if (first === undefined || surplus < 0) {
      const count = first === undefined ? room : Math.min(room, -surplus);
      this.#waited += count;
      return count;
    }
    const gap = first.start - this.#playhead;
    const gone = Math.min(this.#waited, gap, surplus);
    const count = Math.min(room, gap - gone);
    this.#waited -= gone;
    this.#playhead += gone + count;
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

  /** Whether little is left, and what should follow it has not come when it should have. */
  #isRunningDry(): boolean {
    const isLate = this.#now - this.#arrivedAt > this.#pieceLength + LATE;
    return isLate && this.#buffered() < Math.min(SCARCE, SCARCE_SHARE * this.#target());
  }

  /** Takes a pitch period out of what comes next, or says one again, to come nearer to the target. */
  #stretch(surplus: number): void {
    const playhead = this.#playhead;
    const { first } = this.#pieces;
    if (playhead === undefined || first?.start !== playhead || Math.abs(surplus) < TOLERANCE) return;
    const ahead = this.#pieces.gather(playhead, PITCH_WINDOW);
    const [least, change] = surplus > 0 ? [PITCH_WINDOW, shortened] : [BLEND, this.#lengthen];
    if (ahead.length < least) return;
    this.#sinceStretch = 0;
    const samples = change(ahead);
    const removed = ahead.length - samples.length;
    if (Math.abs(removed) > OVERSHOOT * Math.abs(surplus)) return;
    this.#playhead = playhead + removed;
    this.#pieces.replace(playhead + ahead.length, { ...first, start: this.#playhead, samples });
    this.#counts.stretched(removed);
  }

  readonly #lengthen = (ahead: Float32Array) => lengthened(this.#heard, ahead);

  #remember(part: Float32Array): void {
    const heard = this.#heard;
    const latest = part.subarray(-heard.length);
    heard.copyWithin(0, latest.length);
    heard.set(latest, heard.length - latest.length);
  }
}
