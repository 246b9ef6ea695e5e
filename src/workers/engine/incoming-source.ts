import { LipSync } from "../../media/lip-sync.ts";
import type { PlayoutStats } from "../../media/playout-stats.ts";
import type { Open } from "../../media/seal.ts";
import { IncomingTrack } from "../../media/tracks/incoming-track.ts";
import type { PictureKind, SoundKind } from "../../media/tracks/track-backend.ts";
import { type Feedback, reportStamp } from "../../transport/wire/feedback.ts";
import { clockRate } from "../../transport/wire/rtp.ts";
import { type MemberId, type Ssrc, ssrcOf, Track } from "../../transport/wire/ssrc.ts";
import type { Sound } from "../audio/messages.ts";
import { AudioReceiver } from "./receive-audio.ts";
import { VideoReceiver } from "./receive-video.ts";
import type { InboundAudio, InboundVideo } from "./statistics.ts";

interface IncomingSourceParts {
  readonly member: MemberId;
  readonly sound: SoundKind;
  readonly picture: PictureKind;
  readonly open: Open;
  readonly play: (source: Ssrc, sound: Sound) => void;
  readonly show: (frame: VideoFrame) => void;
  readonly onSpeaking?: (speaking: boolean) => void;
  /** Of each piece of sound: its root mean square, 0 to 1. */
  readonly onLevel?: (level: number) => void;
  readonly requestKeyFrame: () => boolean;
  /** Without any frame for so long, a key frame is asked for. Milliseconds. */
  readonly starvedAfter: number;
}

const now = () => performance.now();

/**
 * A picture and the sound that belongs to it, on their way in: a person's camera and microphone, or their screen and what is heard of
 * it. Owns the decoders.
 */
export class IncomingSource {
  readonly sound: IncomingTrack;
  readonly picture: IncomingTrack;
  readonly #soundSsrc: Ssrc;
  readonly #pictureSsrc: Ssrc;
  readonly #heard: AudioReceiver;
  readonly #seen: VideoReceiver;
  readonly #sync = new LipSync(clockRate);
  /** What the loudspeaker said last. */
  #playout: PlayoutStats | undefined;

  constructor({ member, sound, picture, open, ...parts }: IncomingSourceParts) {
    const soundSsrc = ssrcOf(member, Track[sound]);
    const { onSpeaking = () => undefined, onLevel = () => undefined } = parts;
    this.#soundSsrc = soundSsrc;
    this.#pictureSsrc = ssrcOf(member, Track[picture]);
    this.#heard = new AudioReceiver({
      play: (piece) => parts.play(soundSsrc, piece),
      onSpeaking,
      onLevel,
    });
    this.#seen = new VideoReceiver({ ...parts, now, sync: this.#sync });
    this.sound = new IncomingTrack({
      ssrc: soundSsrc,
      clockRate: clockRate.audio,
      open,
      now,
      take: (packet) => {
        this.#sync.handleSound(packet.timestamp, now());
        this.#heard.receive(packet);
      },
    });
    this.picture = new IncomingTrack({
      ssrc: this.#pictureSsrc,
      clockRate: clockRate.video,
      open,
      now,
      take: (packet) => this.#seen.receive(packet),
    });
  }

  get soundStatistics(): InboundAudio {
    return { ...this.sound.log.stats, playout: this.#playout };
  }

  get pictureStatistics(): InboundVideo {
    return { ...this.picture.log.stats, ...this.#seen.statistics };
  }

  /** Whether its picture is to be seen. */
  setWanted(isWanted: boolean): void {
    this.#seen.setWanted(isWanted);
  }

  /** Whether the member says that there is a picture of it. */
  setOn(isOn: boolean): void {
    this.#seen.setOn(isOn);
  }

  /** The member says what time it is for one of its tracks. */
  handleSenderReport({ sender, time, rtpTimestamp }: Extract<Feedback, { type: "sender-report" }>): void {
    const kind = sender === this.#soundSsrc ? "audio" : sender === this.#pictureSsrc ? "video" : undefined;
    if (kind === undefined) return;
    const track = kind === "audio" ? this.sound : this.picture;
    track.log.handleSenderReport(reportStamp(time), now());
    this.#sync.handleReport(kind, time, rtpTimestamp);
  }

  /** What the loudspeaker says of all that it plays, once a second. */
  handlePlayout(sources: ReadonlyMap<number, PlayoutStats>): void {
    const stats = sources.get(this.#soundSsrc);
    const before = this.#playout;
    this.#playout = stats;
    const emitted = (stats?.jitterBufferEmittedCount ?? 0) - (before?.jitterBufferEmittedCount ?? 0);
    const delay = (stats?.jitterBufferDelay ?? 0) - (before?.jitterBufferDelay ?? 0);
    this.#sync.handlePlayout(emitted > 0 ? (1000 * delay) / emitted : undefined);
  }

  close(): void {
    this.#heard.close();
    this.#seen.close();
  }
}
