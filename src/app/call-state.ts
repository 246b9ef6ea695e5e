import type { InviteTerms } from "../trust/invite.ts";
import type { CallEnd, CallMoment, CallPhase } from "../workers/engine/client.ts";
import type { DeviceState } from "./devices-state.ts";
import type { HandoffState } from "./handoff-state.ts";
import type { Picture } from "./picture.ts";
import type { OwnScreen } from "./screen-share.ts";

export type { InviteTerms } from "../trust/invite.ts";
export type { CallPhase } from "../workers/engine/client.ts";

/** What a microphone or camera of a participant does. "none": there is none, or it may not be used. */
export type SourceState = "on" | "off" | "none";

/** Somebody else in the call. */
export interface Participant {
  /** Stays the same while the person is in the call, reconnections included. */
  readonly id: string;
  readonly name: string;
  readonly microphone: SourceState;
  readonly camera: SourceState;
  /** here: connected · away: the connection broke and may come back. */
  readonly presence: "here" | "away";
  /** Sound is heard from this person now. */
  readonly speaking: boolean;
  /** In hexadecimal: 64 characters. */
  readonly fingerprint: string;
  /**
   * How one knows that it is them: paired, as the one who sent the invite, or only as somebody who has it. lookalike: goes by the
   * name of a paired device, and is not it. moved: on the word of the device that they were on before.
   */
  readonly known: "paired" | "inviter" | "guest" | "lookalike" | "moved";
  /** The fingerprint that they were first known by in this call, if it is not this one. */
  readonly movedFrom: string | undefined;
  /** Remembering the device takes both sides: who has said so already. */
  readonly remember: { readonly own: boolean; readonly theirs: boolean };
  /** Sharing the free stage takes both sides as well. */
  readonly sharing: { readonly own: boolean; readonly theirs: boolean };
  /** The moving picture, for a surface to show. */
  readonly picture: Picture;
  /** The screen that the person shares; undefined while they share none. */
  readonly screen: Picture | undefined;
}

/** How the connection to the relay is made; whether it holds is the call's phase. */
export interface ConnectionView {
  /** The relay could not be reached over UDP, so everything travels over a WebSocket: works, with more delay. */
  readonly fallback: boolean;
  /** Round trip to the relay in milliseconds, once measured. */
  readonly roundTrip: number | undefined;
}

/** A paired device that was called from here, or that called. */
export interface Partner {
  readonly contactId: string;
  readonly name: string;
  readonly video: boolean;
}

/** The invite to a call, for its sharing. */
export interface InviteState extends InviteTerms {
  /** Empty for a moment while it is being made. */
  readonly link: string;
  /** Only whoever made it can change or revoke it. */
  readonly own: boolean;
  /** How many have come in with it, where that is counted. */
  readonly used: number;
}

/** Something that the people in the call have to know. */
export type CallWarning =
  /** Somebody without a valid invitation tried to get in. */
  | "stranger-refused"
  /** Somebody came with an invitation that was used up, is over or was revoked. */
  | "invite-refused"
  /** The browser could not share what was chosen. */
  | "screen-failed"
  /** The window that is shared is the one that shows the call. */
  | "screen-shows-itself"
  /** The sound that is shared has the others' own voices in it. */
  | "screen-echoes";

/** Why a call is over, for the sentence that says so. */
export type EndReason = CallEnd;

/** A call as one immutable picture; a new one with every change. */
export interface CallState {
  readonly phase: CallPhase;
  /** The latest phases, oldest first. Milliseconds of the page's monotonic clock. */
  readonly history: readonly CallMoment[];
  readonly endReason: EndReason | undefined;
  readonly connection: ConnectionView;
  /** Undefined in a call to one paired device. */
  readonly invite: InviteState | undefined;
  /** The other one of a call between two paired devices. */
  readonly partner: Partner | undefined;
  /** While the call is being moved to another device. */
  readonly handoff: HandoffState | undefined;
  readonly warning: CallWarning | undefined;
  /** This person may not be seen or heard: the invitation is for watching. */
  readonly watchOnly: boolean;
  /** One's own name as others see it. */
  readonly name: string;
  readonly devices: DeviceState;
  readonly screen: OwnScreen;
  readonly participants: readonly Participant[];
}
