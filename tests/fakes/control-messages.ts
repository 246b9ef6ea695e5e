import type { ControlMessage, ControlMessageType } from "../../src/trust/control-message.ts";
import { defaultPermissions } from "../../src/trust/permissions.ts";

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i + 1);
const call = bytes(16);
const element = { owner: bytes(40), kind: "person" } as const;

const messages: { readonly [Type in ControlMessageType]: Extract<ControlMessage, { type: Type }> } = {
  profile: {
    type: "profile",
    instance: bytes(8),
    name: "Ada",
    microphone: "on",
    camera: "none",
    decodes: [96],
  },
  "media-key": { type: "media-key", epoch: 3, key: bytes(32) },
  "media-key-ack": { type: "media-key-ack", epoch: 3 },
  "way-down": { type: "way-down", path: { carries: 400_000, loss: 0.125 } },
  ring: { type: "ring", call, room: bytes(16), secret: bytes(16), video: true },
  accept: { type: "accept", call },
  reject: { type: "reject", call },
  busy: { type: "busy", call },
  cancel: { type: "cancel", call, answered: false },
  end: { type: "end", call, reason: "left" },
  offer: { type: "offer", sdp: "v=0\r\n" },
  answer: { type: "answer", sdp: "v=0\r\n" },
  "ice-candidate": { type: "ice-candidate", candidate: "candidate:1", mid: null, mLineIndex: 0 },
  remember: { type: "remember", wanted: true },
  "stage-share": { type: "stage-share", wanted: true },
  "stage-place": { type: "stage-place", element, x: 0.25, y: 0, width: 0.5, height: 1 },
  "stage-stroke": { type: "stage-stroke", element, points: [0, 0.25, 0.5, 1] },
  home: { type: "home", room: bytes(16) },
  permissions: {
    type: "permissions",
    permissions: { ...defaultPermissions, control: { granted: true, until: 1_800_000_000_000 } },
  },
  unpair: { type: "unpair" },
  admitted: { type: "admitted", fingerprint: bytes(32) },
  invite: { type: "invite", secret: bytes(16), expiresAt: 1_800_000_000_000, uses: 2, guestsTalk: true },
  handoff: {
    type: "handoff",
    room: bytes(16),
    invite: {
      secret: bytes(16),
      inviter: bytes(32),
      expiresAt: 1_800_000_000_000,
      uses: 2,
      guestsTalk: true,
    },
    mayTalk: true,
  },
  successor: { type: "successor", fingerprint: bytes(32) },
  "successor-ack": { type: "successor-ack", fingerprint: bytes(32) },
  ping: { type: "ping", id: 1 },
  pong: { type: "pong", id: 1 },
  error: { type: "error", code: "not-allowed", about: "ring" },
};

/** One control message of every type. */
export const everyControlMessage: readonly ControlMessage[] = Object.values(messages);

/** The message of this type. */
export function controlMessage<Type extends ControlMessageType>(type: Type): (typeof messages)[Type] {
  return messages[type];
}
