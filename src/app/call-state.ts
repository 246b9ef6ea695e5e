import type { DeviceState } from "./devices-state.ts";
import type { Picture } from "./picture.ts";

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
  /** The moving picture, for a surface to show. */
  readonly picture: Picture;
}

/** How the connection to the relay fares, in the terms that a person needs. */
export interface ConnectionView {
  readonly phase: "connecting" | "connected" | "reconnecting" | "failed";
  /** The relay could not be reached over UDP, so everything travels over a WebSocket: works, with more delay. */
  readonly fallback: boolean;
  /** Round trip to the relay in milliseconds, once measured. */
  readonly roundTrip: number | undefined;
}

/** Why a call is over, for the sentence that says so. */
export type EndReason =
  | "left"
  | "relay-unreachable"
  | "relay-refused"
  | "room-full"
  | "incompatible"
  | "crashed";

/** A call as one immutable picture; a new one with every change. */
export interface CallState {
  readonly phase: "joining" | "active" | "ended";
  readonly endReason: EndReason | undefined;
  readonly connection: ConnectionView;
  readonly inviteLink: string;
  /** One's own name as others see it. */
  readonly name: string;
  readonly devices: DeviceState;
  readonly participants: readonly Participant[];
}
