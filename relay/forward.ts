import { WireError } from "../src/transport/wire/error.ts";
import { routeFeedback } from "../src/transport/wire/feedback.ts";
import { Flow, isFrameFlow } from "../src/transport/wire/flows.ts";
import { readFrameHead, readSsrc } from "../src/transport/wire/frame-head.ts";
import { parseDatagram } from "../src/transport/wire/framing.ts";
import { memberOf, trackOf } from "../src/transport/wire/ssrc.ts";
import type { ReceiveStream } from "./carrier.ts";
import { gateOf, type Member, type Occupant, type Rooms } from "./rooms.ts";

export class Forwarder {
  readonly #rooms: Rooms;
  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  datagram(from: Occupant, bytes: Uint8Array): void {
    const { flow, packet } = parseDatagram(bytes);
    if (flow === Flow.audio) {
      const member = this.#sender(from, readSsrc(packet));
      for (const [receiver, { flows }] of member.subscribers)
        if (flows.has(flow)) receiver.downlink.sendDatagram(bytes);
    } else if (flow === Flow.feedback) {
      const route = routeFeedback(packet);
      const reporter = this.#sender(from, route.reporter);
      if (route.to === "subscribers")
        for (const r of reporter.subscribers.keys()) r.downlink.sendDatagram(bytes);
      else {
        const target = this.#rooms.member(memberOf(route.media));
        if (target?.subscribers.has(from)) target.occupant.downlink.sendDatagram(bytes);
      }
    }
  }

  async frame(from: Occupant, stream: ReceiveStream): Promise<void> {
    let bytes = new Uint8Array(0);
    let head: ReturnType<typeof readFrameHead>;
    while (head === undefined) {
      const more = await stream.read();
      if (more === undefined) throw new WireError("malformed", "ended early");
      const joined = new Uint8Array(bytes.length + more.length);
      joined.set(bytes);
      joined.set(more, bytes.length);
      bytes = joined;
      head = readFrameHead(bytes);
    }
    const { flow, marking, ssrc } = head;
    const member = this.#sender(from, ssrc);
    if (!isFrameFlow(flow) || marking === undefined) throw new WireError("malformed", "not a frame");
    const copies = [];
    for (const [receiver, subscription] of member.subscribers) {
      if (!subscription.flows.has(flow)) continue;
      if (
        !gateOf(subscription, trackOf(ssrc)).admits(
          marking,
          subscription.maxLayer,
          receiver.downlink.pressure,
        )
      )
        continue;
      copies.push(receiver.downlink.openFrame(head));
    }
    for (let more: Uint8Array | undefined = bytes; more !== undefined; more = await stream.read())
      for (const copy of copies) copy.write(more);
    for (const copy of copies) copy.end();
  }

  #sender(from: Occupant, ssrc: number): Member {
    const member = this.#rooms.member(memberOf(ssrc));
    if (member?.occupant !== from) throw new WireError("malformed", "spoofed");
    return member;
  }
}
