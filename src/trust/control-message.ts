import { limits } from "../transport/wire/limits.ts";
import { pack } from "../transport/wire/msgpack.ts";
import {
  boolean,
  integer,
  list,
  made,
  message,
  nullable,
  number,
  type Output,
  object,
  oneOf,
  optional,
  such,
  text,
} from "../transport/wire/schema.ts";
import { uint32 } from "../transport/wire/signaling.ts";
import { MAX_EXPIRY, MAX_USES } from "./invite.ts";
import { decodeMessage } from "./message-map.ts";
import { cleanName } from "./names.ts";
import { permissionsSchema } from "./permissions-schema.ts";
import { bytes } from "./schemas.ts";

const KiB = 1024;
const MAX_SDP = 64 * KiB;
const MAX_CANDIDATE = 2 * KiB;
/** Numbers: what a hand draws within a moment. */
const MAX_STROKE = 64;

/** Names one ring, from the first tone to the end of the call. */
const call = bytes(16);
const room = bytes(16);
const secret = bytes(16);
const fingerprint = bytes(32);
const source = oneOf(["on", "off", "none"]);
/** Something on the stage: a person by fingerprint and instance, and which of their pictures. */
const element = object({ owner: bytes(40), kind: oneOf(["person", "screen"]) });
/** Of a width or a height. */
const fraction = number(0, 1);
const inviteFields = {
  secret,
  /** Milliseconds since 1970, whole seconds. */
  expiresAt: optional(integer(0, MAX_EXPIRY, 1000)),
  uses: integer(0, MAX_USES),
  guestsTalk: boolean,
};

const controlMessage = message({
  /** How somebody wants to be seen; sent whole with every change. */
  profile: {
    /** Tells the windows of one device apart; random, as long-lived as the window. */
    instance: bytes(8),
    name: made(text(4 * limits.name), cleanName),
    microphone: source,
    camera: source,
    /** Whether one shows one's screen; earlier versions cannot. */
    screen: optional(oneOf(["on", "off"])),
    /** Payload types of video that the device decodes beside the one that everybody does. */
    decodes: optional(list(integer(0, 127), 16)),
  },

  /** The key for what the sender encrypts from this epoch on. */
  "media-key": { epoch: uint32, key: bytes(32) },
  "media-key-ack": { epoch: uint32 },
  /** What of the receiver's the sender can take at present, where its way down is a bad one; without `path` it is none. */
  "way-down": { path: optional(object({ carries: uint32, loss: fraction })) },

  /** Come to this room: the invitation to a call, for one who is paired. */
  ring: { call, room, secret, video: boolean },
  accept: { call },
  reject: { call },
  busy: { call },
  /** No answer is wanted any more: the caller has given up, or another window of the device has answered. */
  cancel: { call, answered: boolean },
  end: { call, reason: text(limits.text) },

  offer: { sdp: text(MAX_SDP) },
  answer: { sdp: text(MAX_SDP) },
  "ice-candidate": {
    candidate: text(MAX_CANDIDATE),
    mid: nullable(text(limits.text)),
    mLineIndex: nullable(integer(0, 0xffff)),
  },

  /** "I would like to remember you": two devices are paired once both have said so. */
  remember: { wanted: boolean },
  /** "Let us share the free stage": two do once both have said so, and until one says otherwise. */
  "stage-share": { wanted: boolean },
  /** Where an element of the shared stage is now. */
  "stage-place": { element, x: fraction, y: fraction, width: fraction, height: fraction },
  /** "Look here": a piece of a line over an element, as x and y in turn, of its width and height. */
  "stage-stroke": { element, points: such(list(fraction, MAX_STROKE), ({ length }) => length % 2 === 0) },
  /** Where the sender is to be found from now on; for paired devices only. */
  home: { room },
  /** What the receiver may do at the sender's. */
  permissions: { permissions: permissionsSchema },
  /** The sender has forgotten the receiver. */
  unpair: {},

  /** The inviter lets this device in on a link with a limited number of uses. */
  admitted: { fingerprint },
  /** The inviter's new invite to the same room: from now on newcomers have to know this one. */
  invite: inviteFields,
  /** The call, for another device of the same person that has proved to know the sender's handoff. */
  handoff: {
    room,
    /** Of a call between two paired devices: what both prove to know, and who the other is. */
    ring: optional(object({ key: bytes(32), expected: fingerprint })),
    /** Of any other: the invite that leads to it. */
    invite: optional(object({ ...inviteFields, inviter: fingerprint })),
    /** Whether the person may be seen and heard. */
    mayTalk: boolean,
  },
  /** That device continues in the sender's own place. */
  successor: { fingerprint },
  "successor-ack": { fingerprint },

  ping: { id: uint32 },
  pong: { id: uint32 },
  /** Answers what may not be said in the present state, so that the other side can tell its person why. */
  error: { code: text(64), about: text(64) },
});

/** What two devices say to each other once they have shaken hands; the relay sees none of it. */
export type ControlMessage = Output<typeof controlMessage>;
export type ControlMessageType = ControlMessage["type"];

export function encodeControlMessage(message: ControlMessage): Uint8Array<ArrayBuffer> {
  return pack(message);
}

/** Throws a WireError: "unknown-type" for a message of a later version, "malformed" for anything else. */
export function decodeControlMessage(packet: Uint8Array): ControlMessage {
  return decodeMessage(packet, controlMessage);
}
