import { Flow } from "../transport/wire/flows.ts";
import type { ChatMessageType } from "./chat-message.ts";
import type { ControlMessageType } from "./control-message.ts";
import { isGranted, type PermissionName, type Permissions } from "./permissions.ts";

/** How well a peer is known at this moment. */
export const peerStates = ["unknown", "pairing", "guest", "paired", "revoked"] as const;
export type PeerState = (typeof peerStates)[number];

/** What a peer wants to send: a message of this type, or a packet on this flow. */
export type Subject = ControlMessageType | ChatMessageType | Flow;

/**
 * pass: handle it · refuse: answer with a structured error, and close the link when it goes on ·
 * drop: nothing at all, not even parsing, since the sender has proved nothing.
 */
export type Verdict = "pass" | "refuse" | "drop";

/** What is known of the peer when the question comes up; looked up anew each time, so that a change holds at once. */
export interface PeerStanding {
  readonly state: PeerState;
  /** Of a paired peer. */
  readonly permissions?: Permissions | undefined;
  /** Whether a guest's invitation lets it be seen and heard, or only watch and listen. */
  readonly mayTalk?: boolean | undefined;
}

type Rule = "yes" | "no" | "talk" | PermissionName;
type Row = Readonly<Record<"pairing" | "guest" | "paired", Rule>>;

const everyone: Row = { pairing: "yes", guest: "yes", paired: "yes" };
const inCalls: Row = { pairing: "no", guest: "yes", paired: "yes" };
const talkers: Row = { pairing: "no", guest: "talk", paired: "yes" };
const pairedOnly: Row = { pairing: "no", guest: "no", paired: "yes" };

const table: Readonly<Record<Subject, Row>> = {
  ping: everyone,
  pong: everyone,
  error: everyone,
  profile: everyone,
  remember: everyone,
  "media-key": inCalls,
  "media-key-ack": inCalls,
  "way-down": inCalls,
  admitted: inCalls,
  invite: inCalls,
  handoff: inCalls,
  successor: inCalls,
  "successor-ack": inCalls,
  "stage-share": inCalls,
  "stage-place": inCalls,
  "stage-stroke": inCalls,
  end: inCalls,
  offer: inCalls,
  answer: inCalls,
  "ice-candidate": inCalls,
  ring: { pairing: "no", guest: "no", paired: "ring" },
  accept: pairedOnly,
  reject: pairedOnly,
  busy: pairedOnly,
  cancel: pairedOnly,
  home: pairedOnly,
  permissions: pairedOnly,
  unpair: pairedOnly,
  "chat-text": talkers,
  "file-offer": talkers,
  "file-withdraw": talkers,
  "file-piece": talkers,
  // Whoever may only watch and listen may have what it is given.
  "chat-ack": inCalls,
  "file-accept": inCalls,
  "file-progress": inCalls,
  "file-result": inCalls,
  [Flow.audio]: talkers,
  [Flow.video]: talkers,
  [Flow.screen]: talkers,
  [Flow.feedback]: inCalls,
  [Flow.data]: inCalls,
  // Spoken with the relay, never with a peer.
  [Flow.signaling]: { pairing: "no", guest: "no", paired: "no" },
};

/** The one place that decides what a peer may send. `now` is in milliseconds since 1970. */
export function judge(peer: PeerStanding, subject: Subject, now: number): Verdict {
  if (peer.state === "unknown" || peer.state === "revoked") return "drop";
  return holds(table[subject][peer.state], peer, now) ? "pass" : "refuse";
}

function holds(rule: Rule, peer: PeerStanding, now: number): boolean {
  switch (rule) {
    case "yes":
      return true;
    case "no":
      return false;
    case "talk":
      return peer.mayTalk === true;
    default:
      return peer.permissions !== undefined && isGranted(peer.permissions, rule, now);
  }
}
