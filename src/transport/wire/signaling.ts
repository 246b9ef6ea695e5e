import { WireError } from "./error.ts";
import { mediaFlows } from "./flows.ts";
import { framePacket } from "./framing.ts";
import { limits } from "./limits.ts";
import { pack, unpack } from "./msgpack.ts";
import {
  boolean,
  bytes,
  integer,
  list,
  made,
  message,
  type Output,
  oneOf,
  optional,
  pattern,
  type Schema,
  text,
} from "./schema.ts";
import { MAX_MEMBER, type MemberId } from "./ssrc.ts";

/** Of the messages below; also the path of a session's URL, since not every browser offers subprotocols. */
export const PROTOCOL_VERSION = 1;
/** Where a relay takes sessions, behind its base URL. */
export const SESSION_PATH = "/v1";

/** Of a WebSocket: our protocol, and below it QMux, which gives streams and datagrams. */
export const WEBSOCKET_PROTOCOL = "qmux-02.kith-1";

/** What messages count and number with. */
export const uint32 = integer(0, 0xffff_ffff);
const member = made(integer(0, MAX_MEMBER), (value) => value as MemberId);
const label = text(limits.text);
const gates = list(text(64), limits.gates);
/** A room's 128-bit name. Whoever knows it may come in, so it is as good as a key. */
const room = bytes(16);
/** Names one connection to its relay, so that the next one of the same client can replace it. */
const ticket = bytes(16);
const data = bytes(0, limits.notifyData);

/** Either side may ask whether the other is there. */
const ping = { id: uint32 };
const pong = {
  id: uint32,
  /** The relay says how many datagrams it has had on this connection, and how many it has sent. */
  datagrams: optional(uint32),
  sent: optional(uint32),
};

const clientMessage = message({
  /** First on the stream. */
  hello: {
    version: uint32,
    agent: label,
    gates,
    /** Of the connection that this one replaces, if the client had one. */
    previous: optional(ticket),
    /** Of the connection that this one is a second way for: its datagrams and frames, most of them once more. */
    beside: optional(ticket),
  },
  join: {
    id: uint32,
    room,
    /** What an operator who restricts rooms asks for. */
    token: optional(text(limits.token)),
  },
  leave: { room },
  /** Asks for a room that can be found by a short public code, until the client leaves it. */
  "open-mailbox": { id: uint32 },
  /** Asks which room a code stands for. Whatever somebody typed may stand there: it is then the code of none. */
  "find-mailbox": { id: uint32, code: label },
  /** Replaces what was subscribed of this member before; no flows means nothing. */
  subscribe: {
    member,
    flows: list(oneOf(mediaFlows), mediaFlows.length),
    /** Frames above this temporal layer stay away. */
    maxLayer: integer(0, 7),
  },
  /** Opaque bytes for one member of a room that both are in. */
  notify: { to: member, data },
  ping,
  pong,
  /** On a second way: whether what goes to the client is to come by it as well. */
  repeat: { isWanted: boolean },
});
const relayMessage = message({
  /** Answers hello. */
  welcome: { version: uint32, gates, ticket },
  /** Answers join with who is there already, oneself left out. */
  joined: { id: uint32, room, member, members: list(member, limits.membersPerRoom) },
  /**
   * Answers open-mailbox and find-mailbox: a code short enough to be read out, and no secret. Both sides then join the room like any
   * other.
   */
  mailbox: { id: uint32, code: pattern(/^[0-9]{4}$/), room },
  "peer-joined": { room, member },
  "peer-left": {
    room,
    member,
    /** left: said so · lost: fell silent or broke off · replaced: came back on a new connection · removed: by the relay. */
    reason: oneOf(["left", "lost", "replaced", "removed"]),
  },
  notify: { from: member, to: member, data },
  ping,
  pong,
  error: {
    code: text(64),
    message: label,
    /** The relay closes the connection behind this message. */
    fatal: boolean,
    /** Which request it answers. */
    re: optional(uint32),
  },
  /** The relay stops in so many milliseconds: move. */
  "going-away": { within: uint32 },
  /** The certificates (SHA-256) that the relay answers with from now on. */
  certificates: { hashes: list(bytes(32), 8) },
});

/** What a client says to its relay. */
export type ClientMessage = Output<typeof clientMessage>;
/** What a relay says to a client. */
export type RelayMessage = Output<typeof relayMessage>;
/** Why a member is no longer in a room. */
export type LeaveReason = Extract<RelayMessage, { type: "peer-left" }>["reason"];

/** Codes of error messages, and what they mean to the one who gets them. */
export const ErrorCode = {
  malformed: "malformed",
  unknownType: "unknown-type",
  unsupportedVersion: "unsupported-version",
  notAllowed: "not-allowed",
  roomFull: "room-full",
  tooManyRooms: "too-many-rooms",
  noSuchMember: "no-such-member",
  noSuchMailbox: "no-such-mailbox",
  rateLimited: "rate-limited",
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** Codes with which a session is closed, the same on either carrier. */
export const CloseCode = {
  done: 0,
  goingAway: 1,
  protocol: 2,
  timeout: 3,
  notAllowed: 4,
  tooSlow: 5,
  rateLimited: 6,
  replaced: 7,
  internal: 8,
} as const;
export type CloseCode = (typeof CloseCode)[keyof typeof CloseCode];

/** The message as it stands on the signaling stream, length in front; throws for one that the other end would refuse. */
export function encodeMessage(message: ClientMessage | RelayMessage): Uint8Array<ArrayBuffer> {
  const packet = pack(message);
  const tooLarge = message.type === "notify" && message.data.length > limits.notifyData;
  if (tooLarge || packet.length > limits.signalingMessage) throw new WireError("too-large", message.type);
  return framePacket(packet);
}

export function decodeClientMessage(packet: Uint8Array): ClientMessage {
  return decodeAs(clientMessage, packet);
}

export function decodeRelayMessage(packet: Uint8Array): RelayMessage {
  return decodeAs(relayMessage, packet);
}

function decodeAs<T>(schema: Schema<T>, packet: Uint8Array): T {
  if (packet.length > limits.signalingMessage)
    throw new WireError("too-large", `message of ${packet.length}`);
  return schema(unpack(packet), "message");
}
