import * as v from "valibot";
import { limits } from "../transport/wire/limits.ts";
import { pack } from "../transport/wire/msgpack.ts";
import { MAX_EXPIRY, MAX_USES } from "./invite.ts";
import { decodeMessage } from "./message-map.ts";
import { cleanName } from "./names.ts";
import { permissionsSchema } from "./permissions-schema.ts";
import { bytes, text, uint32 } from "./schemas.ts";

const KiB = 1024;
const MAX_SDP = 64 * KiB;
const MAX_CANDIDATE = 2 * KiB;
/** Numbers: what a hand draws within a moment. */
const MAX_STROKE = 64;

const name = v.pipe(text(4 * limits.name), v.transform(cleanName));
const source = v.picklist(["on", "off", "none"]);
const payloadType = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(127));
/** Names one ring, from the first tone to the end of the call. */
const call = bytes(16);

/** How somebody wants to be seen; sent whole with every change. */
const profile = v.object({
  type: v.literal("profile"),
  /** Tells the windows of one device apart; random, as long-lived as the window. */
  instance: bytes(8),
  name,
  microphone: source,
  camera: source,
  /** Whether one shows one's screen; earlier versions cannot. */
  screen: v.optional(v.picklist(["on", "off"])),
  /** Payload types of video that the device decodes beside the one that everybody does. */
  decodes: v.optional(v.pipe(v.array(payloadType), v.maxLength(16))),
});

/** The key for what the sender encrypts from this epoch on. */
const mediaKey = v.object({ type: v.literal("media-key"), epoch: uint32, key: bytes(32) });
const mediaKeyAck = v.object({ type: v.literal("media-key-ack"), epoch: uint32 });

/** Come to this room: the invitation to a call, for one who is paired. */
const ring = v.object({
  type: v.literal("ring"),
  call,
  room: bytes(16),
  secret: bytes(16),
  video: v.boolean(),
});
const accept = v.object({ type: v.literal("accept"), call });
const reject = v.object({ type: v.literal("reject"), call });
const busy = v.object({ type: v.literal("busy"), call });
/** No answer is wanted any more: the caller has given up, or another window of the device has answered. */
const cancel = v.object({ type: v.literal("cancel"), call, answered: v.boolean() });
const end = v.object({ type: v.literal("end"), call, reason: text(limits.text) });

const offer = v.object({ type: v.literal("offer"), sdp: text(MAX_SDP) });
const answer = v.object({ type: v.literal("answer"), sdp: text(MAX_SDP) });
const iceCandidate = v.object({
  type: v.literal("ice-candidate"),
  candidate: text(MAX_CANDIDATE),
  mid: v.nullable(text(limits.text)),
  mLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff))),
});

/** "I would like to remember you": two devices are paired once both have said so. */
const remember = v.object({ type: v.literal("remember"), wanted: v.boolean() });
/** "Let us share the free stage": two do once both have said so, and until one says otherwise. */
const stageShare = v.object({ type: v.literal("stage-share"), wanted: v.boolean() });
/** Something on the stage: a person by fingerprint and instance, and which of their pictures. */
const stageElement = v.object({ owner: bytes(40), kind: v.picklist(["person", "screen"]) });
/** Of a width or a height. */
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Where an element of the shared stage is now. */
const stagePlace = v.object({
  type: v.literal("stage-place"),
  element: stageElement,
  x: fraction,
  y: fraction,
  width: fraction,
  height: fraction,
});
/** "Look here": a piece of a line over an element, as x and y in turn, of its width and height. */
const stageStroke = v.object({
  type: v.literal("stage-stroke"),
  element: stageElement,
  points: v.pipe(
    v.array(fraction),
    v.maxLength(MAX_STROKE),
    v.check((points) => points.length % 2 === 0),
  ),
});
/** Where the sender is to be found from now on; for paired devices only. */
const home = v.object({ type: v.literal("home"), room: bytes(16) });
/** What the receiver may do at the sender's. */
const permissions = v.object({ type: v.literal("permissions"), permissions: permissionsSchema });
/** The sender has forgotten the receiver. */
const unpair = v.object({ type: v.literal("unpair") });

/** The inviter lets this device in on a link with a limited number of uses. */
const admitted = v.object({ type: v.literal("admitted"), fingerprint: bytes(32) });
const inviteFields = {
  secret: bytes(16),
  /** Milliseconds since 1970, whole seconds. */
  expiresAt: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_EXPIRY), v.multipleOf(1000))),
  uses: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_USES)),
  guestsTalk: v.boolean(),
};
/** The inviter's new invite to the same room: from now on newcomers have to know this one. */
const invite = v.object({ type: v.literal("invite"), ...inviteFields });

/** The call, for another device of the same person that has proved to know the sender's handoff. */
const handoff = v.object({
  type: v.literal("handoff"),
  room: bytes(16),
  /** Of a call between two paired devices: what both prove to know, and who the other is. */
  ring: v.optional(v.object({ key: bytes(32), expected: bytes(32) })),
  /** Of any other: the invite that leads to it. */
  invite: v.optional(v.object({ ...inviteFields, inviter: bytes(32) })),
  /** Whether the person may be seen and heard. */
  mayTalk: v.boolean(),
});
/** That device continues in the sender's own place. */
const successor = v.object({ type: v.literal("successor"), fingerprint: bytes(32) });
const successorAck = v.object({ type: v.literal("successor-ack"), fingerprint: bytes(32) });

const ping = v.object({ type: v.literal("ping"), id: uint32 });
const pong = v.object({ type: v.literal("pong"), id: uint32 });
/** Answers what may not be said in the present state, so that the other side can tell its person why. */
const error = v.object({ type: v.literal("error"), code: text(64), about: text(64) });

const schemas = [
  profile,
  mediaKey,
  mediaKeyAck,
  ring,
  accept,
  reject,
  busy,
  cancel,
  end,
  offer,
  answer,
  iceCandidate,
  remember,
  stageShare,
  stagePlace,
  stageStroke,
  home,
  permissions,
  unpair,
  admitted,
  invite,
  handoff,
  successor,
  successorAck,
  ping,
  pong,
  error,
] as const;
const controlMessage = v.variant("type", schemas);
const knownTypes: ReadonlySet<string> = new Set(schemas.map((schema) => schema.entries.type.literal));

/** What two devices say to each other once they have shaken hands; the relay sees none of it. */
export type ControlMessage = v.InferOutput<typeof controlMessage>;
export type ControlMessageType = ControlMessage["type"];

export function encodeControlMessage(message: ControlMessage): Uint8Array<ArrayBuffer> {
  return pack(message);
}

/** Throws a WireError: "unknown-type" for a message of a later version, "malformed" for anything else. */
export function decodeControlMessage(packet: Uint8Array): ControlMessage {
  return decodeMessage(packet, controlMessage, knownTypes);
}
