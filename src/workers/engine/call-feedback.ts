import type { SendControl } from "../../media/congestion/send-control.ts";
import type { MediaStreamManager } from "../../media/tracks/stream-manager.ts";
import type { TrackStats } from "../../media/tracks/track.ts";
import { decodeFeedback, encodeFeedback, type Feedback } from "../../transport/wire/feedback.ts";
import { routeFeedback } from "../../transport/wire/feedback-route.ts";
import { Flow } from "../../transport/wire/flows.ts";
import { type MemberId, memberOf, ssrcOf, Track, trackOf } from "../../transport/wire/ssrc.ts";
import type { Participant } from "./participant.ts";
import type { Room } from "./room.ts";

interface CallFeedbackParts {
  /** The room that the call is in now. */
  readonly room: () => Room;
  readonly participants: ReadonlyMap<MemberId, Participant>;
  readonly tracks: MediaStreamManager;
  readonly control: SendControl<MemberId>;
  /** Somebody cannot go on without a key frame of this track of ours. */
  readonly onPictureLoss: (track: number) => void;
}

/** Between sender reports, milliseconds. */
const REPORT_INTERVAL = 1_000;

/** What the members of a call tell each other about their media (RTCP), in both directions. */
export class CallFeedback {
  readonly #parts: CallFeedbackParts;
  #reportedAt = Number.NEGATIVE_INFINITY;
  readonly #stats = { packetsSent: 0, bytesSent: 0, packetsDropped: 0 };

  constructor(parts: CallFeedbackParts) {
    this.#parts = parts;
  }

  get stats(): TrackStats {
    return { ...this.#stats };
  }

  /** A compound packet of any member; throws a WireError for one that cannot be understood. */
  handle(packet: Uint8Array): void {
    const member = memberOf(routeFeedback(packet).reporter);
    const participant = this.#parts.participants.get(member);
    if (participant?.link.admits(Flow.feedback) !== true) return;
    for (const feedback of decodeFeedback(packet)) this.#handle(participant, feedback);
  }

  /** To be called some 20 times a second: reports what is due. `now` in milliseconds. */
  tick(now: number): void {
    const { participants, tracks, room } = this.#parts;
    const { self } = room();
    if (self === undefined) return;
    for (const participant of participants.values())
      this.#send(participant.takeReports(ssrcOf(self, Track.audio)));
    if (now - this.#reportedAt < REPORT_INTERVAL) return;
    this.#reportedAt = now;
    this.#send(tracks.reports(wallTime()));
  }

  /** Asks the member for a key frame of that track; false where that cannot be done at present. */
  requestKeyFrame(member: MemberId, track: Track): boolean {
    const { self } = this.#parts.room();
    if (self === undefined) return false;
    const media = ssrcOf(member, track);
    return this.#send([{ type: "picture-loss", sender: ssrcOf(self, Track.video), media }]);
  }

  #handle(participant: Participant, feedback: Feedback): void {
    const { room, control, onPictureLoss } = this.#parts;
    const { self } = room();
    switch (feedback.type) {
      case "picture-loss":
        if (memberOf(feedback.media) === self) onPictureLoss(trackOf(feedback.media));
        break;
      case "arrivals":
        control.handleArrivals(participant.link.other, feedback);
        break;
      case "sender-report":
        participant.handleSenderReport(feedback);
        break;
      case "receiver-report":
        for (const reception of feedback.receptions)
          if (memberOf(reception.media) === self) participant.handleReception(reception, wallTime());
        break;
    }
  }

  #send(feedback: readonly Feedback[]): boolean {
    const media = this.#parts.room().connection?.media;
    if (media === undefined || feedback.length === 0) return false;
    const packet = encodeFeedback(...feedback);
    const sent = media.sendDatagram(Flow.feedback, packet);
    if (!sent) this.#stats.packetsDropped++;
    else {
      this.#stats.packetsSent++;
      this.#stats.bytesSent += packet.length;
    }
    return sent;
  }
}

/** Milliseconds since 1970 by a clock that never leaps. */
function wallTime(): number {
  return performance.timeOrigin + performance.now();
}
