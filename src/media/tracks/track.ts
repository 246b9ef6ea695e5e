import type { FramePlace } from "../../transport/frame-stream.ts";
import type { Feedback } from "../../transport/wire/feedback.ts";
import type { FrameMarking } from "../../transport/wire/frame-marking.ts";
import { clockRate, encodeMediaHeader, type PayloadType } from "../../transport/wire/rtp.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";
import type { Seal } from "../seal.ts";
import { SourceClock } from "./source-clock.ts";
import {
  isSound,
  type PictureKind,
  type SoundKind,
  type TrackBackend,
  type TrackKind,
} from "./track-backend.ts";

/** One encoded piece: a frame of pictures, or of sound. */
export interface EncodedPiece {
  readonly payload: Uint8Array<ArrayBuffer>;
  readonly payloadType: PayloadType;
  /** In ticks of the RTP clock. */
  readonly timestamp: number;
  /** Pictures only. */
  readonly marking: FrameMarking | undefined;
  /** Of pictures that share a stream. */
  readonly place?: FramePlace;
}

/** A packet whose last byte has just been written. */
export interface WrittenPacket {
  readonly ssrc: Ssrc;
  /** Not wrapped. */
  readonly sequence: number;
  /** Bytes, RTP header included. */
  readonly size: number;
  readonly carrier: "datagram" | "stream";
}

/** Totals since the track began; names as in webrtc-stats. Bytes are those of RTP packets, headers included. */
export interface TrackStats {
  readonly packetsSent: number;
  readonly bytesSent: number;
  /** Packets that were to be sent and were not, or not whole. */
  readonly packetsDropped: number;
}

interface TrackParts {
  readonly backend: TrackBackend;
  readonly seal: Seal;
  readonly now: () => number;
  readonly onWritten: (packet: WrittenPacket) => void;
}

/** One's own sound, picture or screen on its way out: numbered, sealed, and sent in order by whatever backend it has. */
export class Track<Kind extends TrackKind = TrackKind> {
  readonly kind: Kind;
  readonly #parts: TrackParts;
  readonly #clock = new SourceClock();
  #sequence = 0;
  #outgoing: Promise<unknown> = Promise.resolve();
  #closed = false;
  readonly #stats = { packetsSent: 0, bytesSent: 0, packetsDropped: 0 };

  constructor(kind: Kind, parts: TrackParts) {
    this.kind = kind;
    this.#parts = parts;
  }

  /** Whether there is anybody to send to. */
  get isOpen(): boolean {
    return !this.#closed && this.#parts.backend.ssrc !== undefined;
  }

  /** Whether one more packet would leave soon. */
  get isReady(): boolean {
    return this.isOpen && this.#parts.backend.isReady;
  }

  get stats(): TrackStats {
    return { ...this.#stats };
  }

  /** What was captured until `time` is here, milliseconds of the clock that its packets are stamped with. */
  learn(time: number): void {
    this.#clock.learn(time, this.#parts.now());
  }

  /** A piece is about to come. */
  ensure(): void {
    if (this.isOpen) this.#parts.backend.ensure();
  }

  /** What receivers are told, so that they can relate the times of one's tracks; `time` in milliseconds since 1970. */
  report(time: number): Extract<Feedback, { type: "sender-report" }> | undefined {
    const { ssrc } = this.#parts.backend;
    const captured = this.#clock.timeAt(this.#parts.now());
    if (ssrc === undefined || captured === undefined || !this.isOpen) return undefined;
    const rate = isSound(this.kind) ? clockRate.audio : clockRate.video;
    return {
      type: "sender-report",
      sender: ssrc,
      time,
      rtpTimestamp: Math.round((captured * rate) / 1000),
      packetCount: this.#stats.packetsSent,
      octetCount: this.#stats.bytesSent,
    };
  }

  /** Sealing begins at once and may overlap; packets leave in the order of the calls. False when it was given up. */
  send(piece: EncodedPiece): Promise<boolean> {
    const { backend, seal, now } = this.#parts;
    const { ssrc } = backend;
    const sequence = this.#sequence++;
    if (ssrc === undefined || this.#closed) return Promise.resolve(false);
    const header = encodeMediaHeader({ ...piece, sequence, ssrc, sendTime: now() });
    const sealing = seal(piece.payload, header, header.length);
    const turn = this.#outgoing;
    const leaving = sealing.then(
      async (packet) => {
        await turn;
        packet.set(header);
        return { done: this.#leave({ ssrc, sequence }, packet, piece.place) };
      },
      // What is not sealed is not sent.
      () => ({ done: Promise.resolve(false) }),
    );
    this.#outgoing = leaving;
    return leaving.then(({ done }) => done);
  }

  /** Nothing is sent any more, not even what is being sealed. */
  close(): void {
    this.#closed = true;
  }

  async #leave(
    named: Pick<WrittenPacket, "ssrc" | "sequence">,
    packet: Uint8Array<ArrayBuffer>,
    place: FramePlace | undefined,
  ): Promise<boolean> {
    const { backend, onWritten } = this.#parts;
    // Sealed for a connection that is gone.
    if (this.#closed || backend.ssrc !== named.ssrc) return false;
    const carrier = isSound(this.kind) ? "datagram" : "stream";
    const size = packet.length;
    const sent = await backend.send(packet, place, () => onWritten({ ...named, size, carrier }));
    if (sent) {
      this.#stats.packetsSent++;
      this.#stats.bytesSent += size;
    } else this.#stats.packetsDropped++;
    return sent;
  }
}

/** Of the microphone, or of a screen. */
export type AudioTrack = { [Kind in SoundKind]: Track<Kind> }[SoundKind];
/** Of the camera, or of a screen. */
export type VideoTrack = { [Kind in PictureKind]: Track<Kind> }[PictureKind];
/** Any of one's own tracks; `kind` tells which. */
export type MediaTrack = AudioTrack | VideoTrack;
