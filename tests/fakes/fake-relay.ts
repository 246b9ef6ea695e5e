import type { Carrier, CarrierKind } from "../../src/transport/carrier.ts";
import { Signaling } from "../../src/transport/signaling.ts";
import { Flow } from "../../src/transport/wire/flows.ts";
import { StreamParser } from "../../src/transport/wire/framing.ts";
import {
  type ClientMessage,
  decodeClientMessage,
  encodeMessage,
  type RelayMessage,
} from "../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../src/transport/wire/ssrc.ts";
import { FakeSession } from "./fake-session.ts";

/** What a relay says to a message of a client. */
export type Answers = (message: ClientMessage) => RelayMessage[];

/** A relay that lets everybody in. */
export const friendly: Answers = (message) => {
  switch (message.type) {
    case "hello":
      return [{ type: "welcome", version: 1, gates: [], ticket: new Uint8Array(16).fill(message.version) }];
    case "join":
      return [{ type: "joined", id: message.id, room: message.room, member: 9 as MemberId, members: [] }];
    case "ping":
      return [{ type: "pong", id: message.id }];
    default:
      return [];
  }
};

/** A relay that never says a word. */
export const mute: Answers = () => [];

/** One client's connection as its relay sees it: what was said, and the means to answer. */
export class FakeRelayEnd {
  readonly session = new FakeSession();
  readonly carrier: Carrier;
  readonly heard: ClientMessage[] = [];
  /** May be exchanged at any time. */
  answers: Answers;

  constructor(answers: Answers = friendly, kind: CarrierKind = "webtransport") {
    this.answers = answers;
    this.carrier = { kind, session: this.session.client };
    const parser = new StreamParser();
    this.session.onSignaling = (bytes) => {
      for (const packet of parser.push(bytes)) {
        if (parser.flow !== Flow.signaling) throw new Error("The client opened another flow");
        this.#hear(decodeClientMessage(packet));
      }
    };
  }

  say(message: RelayMessage): void {
    this.session.sendSignaling(encodeMessage(message));
  }

  heardOf<T extends ClientMessage["type"]>(type: T): Extract<ClientMessage, { type: T }>[] {
    return this.heard.filter((message) => message.type === type) as Extract<ClientMessage, { type: T }>[];
  }

  #hear(message: ClientMessage): void {
    this.heard.push(message);
    for (const answer of this.answers(message)) this.say(answer);
  }
}

/** Signaling that has been welcomed, and the relay's end of it. */
export async function openSignaling(now: () => number = Date.now) {
  const relay = new FakeRelayEnd();
  const { signaling, ticket } = await Signaling.open(relay.carrier, { agent: "test" }, now);
  return { relay, session: relay.session, signaling, ticket };
}
