import * as v from "valibot";
import { WireError } from "./error.ts";
import { mediaFlows } from "./flows.ts";
import { framePacket } from "./framing.ts";
import { limits } from "./limits.ts";
import { pack, unpack } from "./msgpack.ts";
import { MAX_MEMBER, type MemberId } from "./ssrc.ts";

/** Of the messages below; also the path of a session's URL, since not every browser offers subprotocols. */
export const PROTOCOL_VERSION = 1;
/** Where a relay takes sessions, behind its base URL. */
export const SESSION_PATH = "/v1";

/** Of a WebSocket: our protocol, and below it QMux, which gives streams and datagrams. */
export const WEBSOCKET_PROTOCOL = "qmux-02.kith-1";

const uint32 = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(0xffff_ffff));
const member = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(MAX_MEMBER),
  v.transform((value) => value as MemberId),
);
const bytes = (length: number) =>
  v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((value) => value.length === length),
  );
const bytesUpTo = (length: number) =>
  v.pipe(
    v.instance(Uint8Array<ArrayBuffer>),
    v.check((value) => value.length <= length),
  );
const text = v.pipe(v.string(), v.maxLength(limits.text));
const gates = v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(limits.gates));
/** A room's 128-bit name. Whoever knows it may come in, so it is as good as a key. */
const room = bytes(16);
/** Of a mailbox: short enough to be read out, and no secret. */
const mailboxCode = v.pipe(v.string(), v.regex(/^[0-9]{4}$/));
/** Names one connection to its relay, so that the next one of the same client can replace it. */
const ticket = bytes(16);

/** First on the stream. */
const hello = v.object({
  type: v.literal("hello"),
  version: uint32,
  agent: text,
  gates,
  /** Of the connection that this one replaces, if the client had one. */
  previous: v.optional(ticket),
  /** Of the connection that this one is a second way for: its datagrams and frames, most of them once more. */
  beside: v.optional(ticket),
});
const join = v.object({
  type: v.literal("join"),
  id: uint32,
  room,
  /** What an operator who restricts rooms asks for. */
  token: v.optional(v.pipe(v.string(), v.maxLength(limits.token))),
});
const leave = v.object({ type: v.literal("leave"), room });
/** Asks for a room that can be found by a short public code, until the client leaves it. */
const openMailbox = v.object({ type: v.literal("open-mailbox"), id: uint32 });
/** Asks which room a code stands for. Whatever somebody typed may stand there: it is then the code of none. */
const findMailbox = v.object({ type: v.literal("find-mailbox"), id: uint32, code: text });
/** Replaces what was subscribed of this member before; no flows means nothing. */
const subscribe = v.object({
  type: v.literal("subscribe"),
  member,
  flows: v.pipe(v.array(v.picklist(mediaFlows)), v.maxLength(mediaFlows.length)),
  /** Frames above this temporal layer stay away. */
  maxLayer: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7)),
});
const ping = v.object({ type: v.literal("ping"), id: uint32 });
const pong = v.object({
  type: v.literal("pong"),
  id: uint32,
  /** The relay says how many datagrams it has had on this connection. */
  datagrams: v.optional(uint32),
});
/** Opaque bytes for one member of a room that both are in. */
const notifyOut = v.object({ type: v.literal("notify"), to: member, data: bytesUpTo(limits.notifyData) });

/** Answers hello. */
const welcome = v.object({ type: v.literal("welcome"), version: uint32, gates, ticket });
/** Answers join with who is there already, oneself left out. */
const joined = v.object({
  type: v.literal("joined"),
  id: uint32,
  room,
  member,
  members: v.pipe(v.array(member), v.maxLength(limits.membersPerRoom)),
});
/** Answers open-mailbox and find-mailbox. Both sides then join the room like any other. */
const mailbox = v.object({ type: v.literal("mailbox"), id: uint32, code: mailboxCode, room });
const peerJoined = v.object({ type: v.literal("peer-joined"), room, member });
const peerLeft = v.object({
  type: v.literal("peer-left"),
  room,
  member,
  /** left: said so · lost: fell silent or broke off · replaced: came back on a new connection · removed: by the relay. */
  reason: v.picklist(["left", "lost", "replaced", "removed"]),
});
const notifyIn = v.object({
  type: v.literal("notify"),
  from: member,
  to: member,
  data: bytesUpTo(limits.notifyData),
});
const error = v.object({
  type: v.literal("error"),
  code: v.pipe(v.string(), v.maxLength(64)),
  message: text,
  /** The relay closes the connection behind this message. */
  fatal: v.boolean(),
  /** Which request it answers. */
  re: v.optional(uint32),
});
/** The relay stops in so many milliseconds: move. */
const goingAway = v.object({ type: v.literal("going-away"), within: uint32 });
/** The certificates (SHA-256) that the relay answers with from now on. */
const certificates = v.object({
  type: v.literal("certificates"),
  hashes: v.pipe(v.array(bytes(32)), v.maxLength(8)),
});

const clientMessage = v.variant("type", [
  hello,
  join,
  leave,
  openMailbox,
  findMailbox,
  subscribe,
  notifyOut,
  ping,
  pong,
]);
const relayMessage = v.variant("type", [
  welcome,
  joined,
  mailbox,
  peerJoined,
  peerLeft,
  notifyIn,
  ping,
  pong,
  error,
  goingAway,
  certificates,
]);

/** What a client says to its relay. */
export type ClientMessage = v.InferOutput<typeof clientMessage>;
/** What a relay says to a client. */
export type RelayMessage = v.InferOutput<typeof relayMessage>;
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

type Schema = typeof clientMessage | typeof relayMessage;

function decodeAs<S extends Schema>(schema: S, packet: Uint8Array): v.InferOutput<S> {
  if (packet.length > limits.signalingMessage)
    throw new WireError("too-large", `message of ${packet.length}`);
  const value = unpack(packet);
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const type = (value as { type?: unknown } | null)?.type;
  if (typeof type === "string" && !knownTypes(schema).has(type))
    throw new WireError("unknown-type", type.slice(0, 64));
  throw new WireError("malformed", v.getDotPath(result.issues[0]) ?? "not a message");
}

function knownTypes(schema: Schema): ReadonlySet<string> {
  return new Set(schema.options.map((option) => option.entries.type.literal));
}
