import type { VideoQuality } from "../../media/congestion/quality-ladder.ts";
import type { ScreenSource } from "../../media/congestion/screen-ladder.ts";
import type { PictureChange } from "../../media/picture-change.ts";
import { ScreenMotion } from "../../media/screen-motion.ts";
import { ScreenPace } from "../../media/screen-pace.ts";
import type { VideoTrack } from "../../media/tracks/track.ts";
import type { PayloadType } from "../../transport/wire/rtp.ts";
import { CaptureReader } from "./capture-reader.ts";
import { VideoEncoding } from "./encode-video.ts";
import type { Encoders } from "./encoders.ts";
import type { OutboundVideo } from "./statistics.ts";

interface ScreenSenderParts {
  readonly track: VideoTrack;
  /** What is to be made of the screen; undefined while there is no room for it at all. */
  readonly quality: (source: ScreenSource) => VideoQuality | undefined;
  readonly encoders: Pick<Encoders, "choose">;
  readonly now: () => number;
  /** Looks at each screen that is shared with one of its own. */
  readonly createChange: () => Pick<PictureChange, "measure">;
}

/** The newest picture of the screen, kept for as long as there is no newer one. */
interface Kept {
  readonly frame: VideoFrame;
  /** When it came, milliseconds. */
  readonly since: number;
}

/** Until it is looked again whether something may leave that could not, milliseconds. */
const RETRY = 30;
/** Until anything else is looked at again, milliseconds. */
const REST = 250;
/** Between two looks at what moves, milliseconds. */
const LOOK_INTERVAL = 200;

/**
 * Pictures of a screen in, encoded frames out to the network. A screen delivers only what is new, so the newest picture is kept,
 * and sent again for those who come later, for those who have lost it, and to become sharp. Owns the one it keeps.
 */
export class ScreenSender {
  readonly #parts: ScreenSenderParts;
  readonly #encoding: VideoEncoding;
  readonly #pace = new ScreenPace();
  #motion = new ScreenMotion();
  #change: Pick<PictureChange, "measure"> | undefined;
  readonly #source = new CaptureReader<VideoFrame>(
    (frame) => this.#take(frame),
    () => this.#beginAnew(),
  );
  #kept: Kept | undefined;
  #lastTimestamp = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTurning = false;

  constructor(parts: ScreenSenderParts) {
    this.#parts = parts;
    this.#encoding = new VideoEncoding(parts);
  }

  get statistics(): OutboundVideo | undefined {
    return this.#source.isReading ? this.#encoding.statistics : undefined;
  }

  /** The share of the time between frames that encoding them has taken since the last call; undefined where there were none. */
  takeLoad(): number | undefined {
    return this.#encoding.takeLoad();
  }

  /** Sends these pictures from now on, instead of those before. */
  setSource(frames: ReadableStream<VideoFrame> | undefined): void {
    this.#source.read(frames);
    if (frames === undefined) this.#keep(undefined);
  }

  /** A frame that is decodable by itself goes out at once, unless one just did. */
  requestKeyFrame(): void {
    this.#encoding.requestKeyFrame();
    void this.#turn();
  }

  /** What everybody who receives the frames can decode. */
  setDecodable(decodable: ReadonlySet<PayloadType>): void {
    this.#encoding.setDecodable(decodable);
  }

  close(): void {
    this.setSource(undefined);
    clearTimeout(this.#timer);
    this.#encoding.close();
  }

  #beginAnew(): void {
    this.#motion = new ScreenMotion();
    this.#change = this.#parts.createChange();
    this.#encoding.requestKeyFrame();
  }

  #take(frame: VideoFrame): void {
    const now = this.#parts.now();
    if (now - this.#lookedAt >= LOOK_INTERVAL) {
      this.#lookedAt = now;
      this.#motion.learn(now, this.#change?.measure(frame) ?? 0);
    }
    this.#keep(inEvenPixels(frame));
    this.#pace.handlePicture(now);
    void this.#turn();
  }

  #keep(frame: VideoFrame | undefined): void {
    this.#kept?.frame.close();
    this.#kept = frame && { frame, since: this.#parts.now() };
  }

  /** Sends what is due, and sees to it that the next look comes in time. */
  async #turn(): Promise<void> {
    if (this.#isTurning) return;
    clearTimeout(this.#timer);
    this.#isTurning = true;
    const wait = await this.#sendIfDue().catch(() => REST);
    this.#isTurning = false;
    clearTimeout(this.#timer);
    if (this.#kept !== undefined) this.#timer = setTimeout(() => void this.#turn(), wait);
  }

  /** Returns after how many milliseconds something may be due. */
  async #sendIfDue(): Promise<number> {
    const { track, quality, now } = this.#parts;
    if (this.#kept === undefined || !track.isOpen) return REST;
    const { displayWidth: width, displayHeight: height } = this.#kept.frame;
    const wanted = quality({ width, height, isMoving: this.#motion.isMoving(now()) });
    if (wanted === undefined) return REST;
    const wait = Math.min(this.#pace.wait(now(), wanted.frameRate), this.#encoding.untilKeyFrame ?? REST);
    if (wait > 0) return Math.min(wait, REST);
    if (!track.isReady || this.#encoding.isBusy) return RETRY;
    const frame = this.#nextFrame(this.#kept);
    try {
      this.#pace.handleSent(now());
      await this.#encoding.encode(frame, wanted);
    } finally {
      frame.close();
    }
    return 0;
  }

  /** The kept picture as one of now: encoders and receivers want times that go on. */
  #nextFrame({ frame, since }: Kept): VideoFrame {
    const age = Math.round(1000 * (this.#parts.now() - since));
    this.#lastTimestamp = Math.max(this.#lastTimestamp + 1, frame.timestamp + age);
    return new VideoFrame(frame, { timestamp: this.#lastTimestamp });
  }
}

/** Cut by a pixel where need be: encoders halve the colours, and scaling would blur every letter. */
function inEvenPixels(frame: VideoFrame): VideoFrame {
  const { visibleRect, displayWidth, displayHeight } = frame;
  const isOdd = visibleRect !== null && (visibleRect.width % 2 === 1 || visibleRect.height % 2 === 1);
  const isPlain = visibleRect?.width === displayWidth && visibleRect.height === displayHeight;
  if (!isOdd || !isPlain) return frame.clone();
  const { x, y, width, height } = visibleRect;
  if (width < 2 || height < 2) return frame.clone();
  const cut = { x, y, width: width - (width % 2), height: height - (height % 2) };
  return new VideoFrame(frame, { visibleRect: cut, displayWidth: cut.width, displayHeight: cut.height });
}
