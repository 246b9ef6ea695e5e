import type { Feedback } from "../../transport/wire/feedback.ts";
import type { Seal } from "../seal.ts";
import type { Outlet } from "./quic-backend.ts";
import { QuicBackend } from "./quic-backend.ts";
import { type MediaTrack, Track, type TrackStats, type WrittenPacket } from "./track.ts";
import type { TrackBackend, TrackKind } from "./track-backend.ts";

interface StreamManagerParts {
  readonly seal: Seal;
  readonly now: () => number;
  /** Where packets of this kind go at present; undefined while nobody may have them. */
  readonly outlet: (kind: TrackKind) => Outlet | undefined;
  /** Of any track. */
  readonly onWritten: (packet: WrittenPacket) => void;
}

/** One's own tracks in a call, at most one of each kind. Chooses their backends, and closes them all. */
export class MediaStreamManager {
  readonly #parts: StreamManagerParts;
  readonly #tracks = new Map<TrackKind, MediaTrack>();

  constructor(parts: StreamManagerParts) {
    this.#parts = parts;
  }

  /** The track of this kind, made when it is first asked for. */
  ensure<Kind extends TrackKind>(kind: Kind): Track<Kind> {
    const existing = this.#tracks.get(kind) as Track<Kind> | undefined;
    if (existing !== undefined) return existing;
    const { seal, now, onWritten } = this.#parts;
    const track = new Track(kind, { backend: this.#backend(kind), seal, now, onWritten });
    this.#tracks.set(kind, track as MediaTrack);
    return track;
  }

  /** Of all tracks together. */
  get stats(): TrackStats {
    const total = { packetsSent: 0, bytesSent: 0, packetsDropped: 0 };
    for (const { stats } of this.#tracks.values()) {
      total.packetsSent += stats.packetsSent;
      total.bytesSent += stats.bytesSent;
      total.packetsDropped += stats.packetsDropped;
    }
    return total;
  }

  /** The sender reports of all tracks that are being sent; `time` in milliseconds since 1970. */
  reports(time: number): Feedback[] {
    return [...this.#tracks.values()].flatMap((track) => track.report(time) ?? []);
  }

  close(): void {
    for (const track of this.#tracks.values()) track.close();
  }

  /** A peer-to-peer backend has its place here, once there is one. */
  #backend(kind: TrackKind): TrackBackend {
    return new QuicBackend(kind, () => this.#parts.outlet(kind));
  }
}
