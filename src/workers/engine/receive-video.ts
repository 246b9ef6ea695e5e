import { Freezes } from "../../media/freezes.ts";
import type { LipSync } from "../../media/lip-sync.ts";
import { VideoOrder } from "../../media/order-video.ts";
import { Unwrapper } from "../../media/sequence.ts";
import type { ReceptionStats } from "../../media/tracks/reception.ts";
import { videoCodecOf } from "../../media/video-codecs.ts";
import type { FrameMarking } from "../../transport/wire/frame-marking.ts";
import { clockRate, type PayloadType, type ReceivedPacket } from "../../transport/wire/rtp.ts";
import type { InboundVideo } from "./statistics.ts";

interface Frame {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marking: FrameMarking;
  readonly payloadType: PayloadType;
  readonly payload: Uint8Array;
}

interface VideoReceiverParts {
  readonly now: () => number;
  /** Takes over a decoded picture. */
  readonly show: (frame: VideoFrame) => void;
  /** Says how long pictures wait for their sound. */
  readonly sync: LipSync;
  /** Asks the sender for a key frame; false where that cannot be done yet. */
  readonly requestKeyFrame: () => boolean;
  /** Without any frame for so long, milliseconds, one is asked for. */
  readonly starvedAfter: number;
}

/** How long a missing frame is waited for. A retransmission takes a round trip and a bit. Milliseconds. */
const PATIENCE = 250;
/** Between two requests for a key frame; each without an effect doubles it, up to the most. */
const REQUEST_INTERVAL = 150;
const MAX_REQUEST_INTERVAL = 3_200;
/** Decoded pictures that wait for their sound, at most: decoders have only so many. */
const MAX_HELD = 4;
/** Less than timers keep to, milliseconds. */
const NO_HOLD = 3;
/** Frames a decoder may have in hand before it counts as hopelessly behind. */
const MAX_DECODING = 30;

/** What is known here of pictures; the rest is known to those who take the packets in. */
type VideoStatistics = Omit<InboundVideo, keyof ReceptionStats>;

/** One sender's pictures: put in order, decoded, handed on. Owns the decoder. */
export class VideoReceiver {
  readonly #parts: VideoReceiverParts;
  readonly #order = new VideoOrder<Frame>(PATIENCE);
  readonly #sequences = new Unwrapper(16);
  readonly #timestamps = new Unwrapper(32);
  readonly #timer: ReturnType<typeof setInterval>;
  #decoder: VideoDecoder | undefined;
  #payloadType: PayloadType | undefined;
  #requestedAt = Number.NEGATIVE_INFINITY;
  #requestInterval = REQUEST_INTERVAL;
  #receivedAt: number;
  #closed = false;
  #isWanted = true;
  #isOn = true;
  readonly #freezes = new Freezes();
  readonly #held: VideoFrame[] = [];
  #shown = { width: 0, height: 0 };
  readonly #counts = { framesReceived: 0, framesDecoded: 0, keyFrameRequests: 0 };

  constructor(parts: VideoReceiverParts) {
    this.#parts = parts;
    this.#receivedAt = parts.now();
    this.#timer = setInterval(() => this.#advance([]), 50);
  }

  get statistics(): VideoStatistics {
    return {
      ...this.#counts,
      codec: this.#payloadType === undefined ? undefined : videoCodecOf(this.#payloadType)?.name,
      frameWidth: this.#shown.width,
      frameHeight: this.#shown.height,
      framesPerSecond: this.#isWanted ? this.#freezes.frameRate : 0,
      framesDropped: this.#order.dropped,
      freezeCount: this.#freezes.count,
      totalFreezesDuration: this.#freezes.duration,
      skew: this.#parts.sync.skew,
    };
  }

  /** Takes a packet that proved authentic. */
  receive({ sequence, timestamp, marking, payloadType, payload }: ReceivedPacket): void {
    if (marking === undefined || this.#closed || !this.#isWanted) return;
    const now = this.#parts.now();
    this.#receivedAt = now;
    this.#requestInterval = REQUEST_INTERVAL;
    this.#counts.framesReceived++;
    const frame = {
      sequence: this.#sequences.unwrap(sequence),
      timestamp: this.#timestamps.unwrap(timestamp),
      marking,
      payloadType,
      payload,
    };
    this.#advance(this.#order.push(frame, now));
  }

  /** What nobody looks at is neither decoded nor asked for. Once wanted again, it begins with a key frame. */
  setWanted(wanted: boolean): void {
    if (wanted === this.#isWanted || this.#closed) return;
    this.#isWanted = wanted;
    this.#freezes.pause();
    this.#receivedAt = this.#parts.now();
    this.#requestInterval = REQUEST_INTERVAL;
    this.#requestedAt = Number.NEGATIVE_INFINITY;
    if (wanted) this.#startOver();
    else this.#dropAll();
  }

  /** Whether the sender's camera is on: while it is off, no picture of it stands still. */
  setOn(isOn: boolean): void {
    this.#isOn = isOn;
    if (!isOn) this.#freezes.pause();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#dropAll();
  }

  #dropAll(): void {
    for (const frame of this.#held.splice(0)) frame.close();
    this.#dropDecoder();
  }

  #dropDecoder(): void {
    if (this.#decoder?.state !== "closed") this.#decoder?.close();
    this.#decoder = undefined;
    this.#order.reset();
  }

  #advance(ready: Frame[]): void {
    if (this.#closed || !this.#isWanted) return;
    const now = this.#parts.now();
    const frames = ready.length > 0 ? ready : this.#order.poll(now);
    for (const frame of frames) this.#decode(frame);
    if (this.#order.needsKeyFrame || now - this.#receivedAt > this.#parts.starvedAfter)
      this.#requestKeyFrame();
  }

  #requestKeyFrame(): void {
    const now = this.#parts.now();
    if (now - this.#requestedAt < this.#requestInterval) return;
    // What could not be asked is asked at the next look: only a request that left is worth waiting for.
    if (!this.#parts.requestKeyFrame()) return;
    this.#counts.keyFrameRequests++;
    this.#requestedAt = now;
    this.#requestInterval = Math.min(2 * this.#requestInterval, MAX_REQUEST_INTERVAL);
  }

  #decode(frame: Frame): void {
    try {
      const decoder = this.#decoderFor(frame);
      if (decoder.decodeQueueSize > MAX_DECODING) throw new Error("The decoder is behind");
      const type = frame.marking.keyFrame ? "key" : "delta";
      const timestamp = Math.round((frame.timestamp * 1e6) / clockRate.video);
      decoder.decode(new EncodedVideoChunk({ type, timestamp, data: frame.payload }));
    } catch {
      this.#startOver();
    }
  }

  #decoderFor(frame: Frame): VideoDecoder {
    if (this.#decoder?.state === "configured" && frame.payloadType === this.#payloadType)
      return this.#decoder;
    const codec = videoCodecOf(frame.payloadType);
    if (codec === undefined) throw new Error(`No decoder for payload type ${frame.payloadType}`);
    if (this.#decoder?.state !== "closed") this.#decoder?.close();
    this.#decoder = new VideoDecoder({
      output: (frame) => this.#handleDecoded(frame),
      error: () => this.#startOver(),
    });
    this.#decoder.configure({ codec: codec.codecString(0), optimizeForLatency: true });
    this.#payloadType = frame.payloadType;
    return this.#decoder;
  }

  #handleDecoded(frame: VideoFrame): void {
    this.#counts.framesDecoded++;
    const ticks = (frame.timestamp * clockRate.video) / 1e6;
    const hold = this.#parts.sync.hold(ticks, this.#parts.now());
    if (this.#held.length === 0 && hold < NO_HOLD) {
      this.#show(frame);
      return;
    }
    this.#held.push(frame);
    if (this.#held.length > MAX_HELD) this.#showHeld();
    setTimeout(() => this.#showHeld(frame), hold);
  }

  /** The oldest that waits, or all up to this one. */
  #showHeld(last = this.#held[0]): void {
    const count = last === undefined ? 0 : this.#held.indexOf(last) + 1;
    for (const frame of this.#held.splice(0, count)) this.#show(frame);
  }

  #show(frame: VideoFrame): void {
    this.#shown = { width: frame.displayWidth, height: frame.displayHeight };
    if (this.#isOn) this.#freezes.learn(this.#parts.now());
    this.#parts.show(frame);
  }

  #startOver(): void {
    this.#dropDecoder();
    this.#requestKeyFrame();
  }
}
