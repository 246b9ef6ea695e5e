import type { FramePlace } from "../../transport/frame-stream.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";

/** Of a microphone, and of a screen. */
export type SoundKind = "audio" | "screenAudio";
export type PictureKind = "video" | "screen";
/** What a track carries. */
export type TrackKind = SoundKind | PictureKind;

export function isSound(kind: TrackKind): kind is SoundKind {
  return kind === "audio" || kind === "screenAudio";
}

/** The way out for the packets of one track. It may come and go while the track lives: a call outlives its connections. */
export interface TrackBackend {
  /** What the packets have to name as their source at present; undefined while there is no way out. */
  readonly ssrc: Ssrc | undefined;
  /** Whether one more packet would leave soon, and not wait behind others. */
  readonly isReady: boolean;
  /** A packet is about to come: has whatever it will leave by opened already. */
  ensure(): void;
  /**
   * False when the packet was given up. Calls `onWritten` once when its last byte is on its way, which may be never. `place` is for pictures
   * that others follow without which they are of no use.
   */
  send(
    packet: Uint8Array<ArrayBuffer>,
    place: FramePlace | undefined,
    onWritten: () => void,
  ): Promise<boolean>;
}
