import { VideoOrder } from "../../media/order-video.ts";
import type { Open } from "../../media/seal.ts";
import { Unwrapper } from "../../media/sequence.ts";
import { videoCodecOf } from "../../media/video-codecs.ts";
import type { FrameMarking } from "../../transport/wire/frame-marking.ts";
import { clockRate, type PayloadType, type ReceivedPacket } from "../../transport/wire/rtp.ts";

interface Frame {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marking: FrameMarking;
  readonly payloadType: PayloadType;
  readonly payload: Uint8Array;
}

interface VideoReceiverParts {
  readonly open: Open;
  readonly now: () => number;
  /** Takes over a decoded picture. */
  readonly show: (frame: VideoFrame) => void;
  /** Asks the sender for a key frame; false where that cannot be done yet. */
  readonly requestKeyFrame: () => boolean;
}

/** How long a missing frame is waited for. A retransmission takes a round trip and a bit. Milliseconds. */
const PATIENCE = 250;
/** Without any frame for this long, one is asked for: a relay that had to drop one keeps back all that build on it. */
const STARVED_AFTER = 500;
/** Between two requests for a key frame; each without an effect doubles it, up to the most. */
const REQUEST_INTERVAL = 150;
const MAX_REQUEST_INTERVAL = 3_200;
/** Frames that are being opened: a flood of forged ones costs no more than that. */
const MAX_OPENING = 16;
/** Frames a decoder may have in hand before it counts as hopelessly behind. */
const MAX_DECODING = 30;

/** One sender's pictures: opened, put in order, decoded, handed on. Owns the decoder. */
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
  #unauthentic = 0;
  #opening = 0;
  #closed = false;

  constructor(parts: VideoReceiverParts) {
    this.#parts = parts;
    this.#receivedAt = parts.now();
    this.#timer = setInterval(() => this.#advance([]), 50);
  }

  /** Frames that did not authenticate; none of them reached the decoder. */
  get unauthentic(): number {
    return this.#unauthentic;
  }

  /** Nothing that the packet says counts before it has proved authentic. */
  async receive(packet: ReceivedPacket): Promise<void> {
    const { marking, payloadType } = packet;
    if (marking === undefined || this.#opening >= MAX_OPENING) return;
    this.#opening++;
    try {
      const payload = await this.#parts.open(packet.payload, packet.header);
      const now = this.#parts.now();
      this.#receivedAt = now;
      this.#requestInterval = REQUEST_INTERVAL;
      const sequence = this.#sequences.unwrap(packet.sequence);
      const timestamp = this.#timestamps.unwrap(packet.timestamp);
      this.#advance(this.#order.push({ sequence, timestamp, marking, payloadType, payload }, now));
    } catch {
      this.#unauthentic++;
    } finally {
      this.#opening--;
    }
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    if (this.#decoder?.state !== "closed") this.#decoder?.close();
  }

  #advance(ready: Frame[]): void {
    if (this.#closed) return;
    const now = this.#parts.now();
    const frames = ready.length > 0 ? ready : this.#order.poll(now);
    for (const frame of frames) this.#decode(frame);
    if (this.#order.needsKeyFrame || now - this.#receivedAt > STARVED_AFTER) this.#requestKeyFrame();
  }

  #requestKeyFrame(): void {
    const now = this.#parts.now();
    if (now - this.#requestedAt < this.#requestInterval) return;
    // What could not be asked is asked at the next look: only a request that left is worth waiting for.
    if (!this.#parts.requestKeyFrame()) return;
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
    this.#decoder = new VideoDecoder({ output: this.#parts.show, error: () => this.#startOver() });
    this.#decoder.configure({ codec: codec.codecString(0), optimizeForLatency: true });
    this.#payloadType = frame.payloadType;
    return this.#decoder;
  }

  #startOver(): void {
    if (this.#decoder?.state !== "closed") this.#decoder?.close();
    this.#decoder = undefined;
    this.#order.reset();
    this.#requestKeyFrame();
  }
}
