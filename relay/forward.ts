import { WireError } from "../src/transport/wire/error.ts";
import { routeFeedback } from "../src/transport/wire/feedback-route.ts";
import { Flow, type FrameFlow, isFrameFlow } from "../src/transport/wire/flows.ts";
import { readSsrc } from "../src/transport/wire/frame-head.ts";
import type { FrameMarking } from "../src/transport/wire/frame-marking.ts";
import { parseDatagram } from "../src/transport/wire/framing.ts";
import { memberOf, type Ssrc } from "../src/transport/wire/ssrc.ts";
import type { OutgoingCopy } from "./downlink.ts";
import { DropError } from "./drop-error.ts";
import type { IncomingFrames } from "./incoming-frames.ts";
import type { Metrics } from "./metrics.ts";
import { relayLimits } from "./relay-limits.ts";
import type { Member, Occupant, Rooms } from "./rooms.ts";
import type { TrackState } from "./subscription.ts";

/**
 * Takes what a member sends to those who subscribed to it, byte by byte as it came. It reads no more than a packet's
 * head, and insists that the member named there is the sender's own. Whatever it throws concerns that one packet or
 * stream: `dropReason` says what to count it as.
 */
export class Forwarder {
  readonly #rooms: Rooms;
  readonly #metrics: Metrics;
  readonly #now: () => number;

  constructor(rooms: Rooms, metrics: Metrics, now: () => number) {
    this.#rooms = rooms;
    this.#metrics = metrics;
    this.#now = now;
  }

  /** A datagram that `sender` sent. */
  datagram(sender: Occupant, bytes: Uint8Array): void {
    const { flow, packet } = parseDatagram(bytes);
    if (flow === Flow.audio) this.#audio(sender, bytes, packet);
    else if (flow === Flow.feedback) this.#feedback(sender, bytes, packet);
    else throw new DropError("unexpected");
  }

  /** A stream of frames that `sender` opened; resolves at its end. */
  async frames(sender: Occupant, frames: IncomingFrames): Promise<void> {
    const copies = new Map<Occupant, OutgoingCopy>();
    try {
      await frames.forEach(async ({ flow, ssrc, marking, streamLength }) => {
        if (!isFrameFlow(flow)) throw new DropError("unexpected");
        if (marking === undefined) throw new WireError("malformed", "frame without marking");
        const member = this.#ownMember(sender, ssrc);
        const takers = this.#copyTo(copies, member, { flow, ssrc, marking, length: streamLength });
        await frames.forEachPiece((bytes, flowLength) => {
          const now = this.#now();
          for (const { copy, isNew } of takers) copy.write(isNew ? bytes : bytes.subarray(flowLength), now);
        });
      });
      for (const copy of copies.values()) copy.complete();
    } catch (error) {
      for (const copy of copies.values()) copy.abandon();
      throw error;
    }
  }

  #audio(sender: Occupant, bytes: Uint8Array, packet: Uint8Array): void {
    const member = this.#ownMember(sender, readSsrc(packet));
    const now = this.#now();
    for (const [receiver, subscription] of member.subscribers)
      if (subscription.wants(Flow.audio)) receiver.downlink.sendDatagram(Flow.audio, bytes, now);
  }

  #feedback(sender: Occupant, bytes: Uint8Array, packet: Uint8Array): void {
    const route = routeFeedback(packet);
    const reporter = this.#ownMember(sender, route.reporter);
    const now = this.#now();
    if (route.to === "subscribers") {
      for (const receiver of reporter.subscribers.keys())
        receiver.downlink.sendDatagram(Flow.feedback, bytes, now);
      return;
    }
    const member = this.#rooms.member(memberOf(route.media));
    if (member?.subscribers.has(sender) !== true || member.room !== reporter.room)
      throw new DropError("unexpected");
    member.occupant.downlink.sendDatagram(Flow.feedback, bytes, now);
  }

  /** Who gets the frame, each behind what they got of its stream before. */
  #copyTo(copies: Map<Occupant, OutgoingCopy>, member: Member, frame: Frame): Taker[] {
    const takers: Taker[] = [];
    const now = this.#now();
    for (const [receiver, subscription] of member.subscribers) {
      if (!subscription.wants(frame.flow)) continue;
      const track = subscription.track(frame.flow, frame.ssrc);
      const before = copies.get(receiver);
      const crowded = before === undefined && track.open >= relayLimits.framesPerTrack;
      const pressure = crowded ? "full" : receiver.downlink.pressure(now);
      const verdict = track.gate.judge(frame.marking, subscription.maxLayer, pressure);
      if (verdict !== "pass") {
        this.#metrics.dropped.add(verdict === "thin" ? "thinned" : "slow-receiver");
        continue;
      }
      const copy = before ?? this.#openCopy(copies, receiver, track, frame);
      copies.set(receiver, copy);
      copy.begin(frame.length, now);
      takers.push({ copy, isNew: before === undefined });
    }
    return takers;
  }

  /** What is lost of a stream is lost from its first frame on; what can be decoded without it gets a copy of its own. */
  #openCopy(
    copies: Map<Occupant, OutgoingCopy>,
    receiver: Occupant,
    track: TrackState,
    { flow, marking }: Frame,
  ): OutgoingCopy {
    track.open++;
    const lost = () => {
      copies.delete(receiver);
      track.gate.lost(marking);
    };
    const over = () => {
      track.open--;
    };
    return receiver.downlink.openFrames(flow, { lost, over }, this.#now());
  }

  #ownMember(sender: Occupant, ssrc: Ssrc): Member {
    const member = this.#rooms.member(memberOf(ssrc));
    if (member?.occupant !== sender) throw new DropError("spoofed");
    return member;
  }
}

/** One that gets a frame; the first on a stream says what flow it is. */
interface Taker {
  readonly copy: OutgoingCopy;
  readonly isNew: boolean;
}

interface Frame {
  readonly flow: FrameFlow;
  readonly ssrc: Ssrc;
  readonly marking: FrameMarking;
  readonly length: number;
}
