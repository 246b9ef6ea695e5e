import type { CarrierKind } from "../../transport/carrier.ts";
import type { ConnectionState } from "../../transport/connection-state.ts";
import type { Health } from "../../transport/health.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import type { Handoff } from "../../trust/handoff.ts";
import type { Invite, InviteTerms } from "../../trust/invite.ts";
import type { Permissions } from "../../trust/permissions.ts";
import type { PinRefusal } from "../../trust/pin-message.ts";
import type { CapturedSound } from "../capture/messages.ts";
import type { Refusal } from "./admission.ts";
import type { CallEnd, CallPhase } from "./call-progress.ts";
import type { ChatEntryView } from "./chat/chat-view.ts";
import type { EncoderReport } from "./encoders.ts";
import type { SharingView } from "./stage-sharing.ts";
import type { CallStatistics } from "./statistics.ts";

/** Names a window of a device to the others of a call, reconnections included: fingerprint and instance in hexadecimal. */
export type PeerId = string & { readonly brand: "PeerId" };

/** The page's number of a call: what is said of an earlier one is not meant for the next. */
export type CallId = number;

type Profile = Extract<ControlMessage, { type: "profile" }>;

/** What one's own profile says, apart from what the engine adds. */
export type SelfProfile = Pick<Profile, "name" | "microphone" | "camera" | "screen">;

/** Which of somebody's pictures. */
export type PictureSource = "camera" | "screen";

/** How large a picture is seen: what is small needs not be as smooth, and none is sent of what is not seen at all. */
export type PictureSize = "none" | "tiny" | "small" | "full";

/** Something on the stage; without a peer it is one's own. */
export interface StageElementName {
  readonly peer: PeerId | undefined;
  readonly kind: "person" | "screen";
}

/** What one does on a stage that is shared: all numbers from 0 to 1. */
export type StageDeed =
  | {
      readonly kind: "place";
      readonly element: StageElementName;
      readonly place: Pick<Extract<ControlMessage, { type: "stage-place" }>, "x" | "y" | "width" | "height">;
    }
  /** x and y in turn. */
  | { readonly kind: "stroke"; readonly element: StageElementName; readonly points: readonly number[] };

/** Who has said that the two devices shall remember each other. */
export interface RememberView {
  readonly own: boolean;
  readonly theirs: boolean;
}

/**
 * How one knows that it is them: paired, as the one who made the invite, or only as somebody who has it. lookalike: goes by the
 * name of a paired device, and is not it. moved: on the word of the device that they were on before.
 */
export type Known = "paired" | "inviter" | "guest" | "lookalike" | "moved";

/** Somebody else in the call, as the page shows them. */
export interface PeerView extends SelfProfile {
  readonly id: PeerId;
  readonly screen: "on" | "off";
  /** here: connected · away: the connection broke and may come back. */
  readonly presence: "here" | "away";
  readonly speaking: boolean;
  readonly fingerprint: Fingerprint;
  readonly known: Known;
  /** The device that the person was first known by in this call, if it is not this one. */
  readonly movedFrom: Fingerprint | undefined;
  readonly remember: RememberView;
  readonly sharing: SharingView;
}

/** A device that was paired with this one. */
export interface ContactView {
  readonly fingerprint: Fingerprint;
  /** As it is called here. */
  readonly name: string;
  readonly online: boolean;
  /** Milliseconds since 1970. */
  readonly lastSeen: number | undefined;
  readonly missedAt: number | undefined;
  readonly permissions: Permissions;
  readonly pairedAt: number;
}

/** How far pairing by PIN has come. */
export type PairingView =
  | { readonly step: "preparing" }
  /** `code` says where, `pin` is the secret. `expiresAt` in milliseconds since 1970. */
  | {
      readonly step: "showing";
      readonly code: string;
      readonly pin: string;
      readonly expiresAt: number;
      readonly guessesLeft: number;
    }
  /** The PIN is over, because of its age or of wrong guesses. */
  | { readonly step: "burnt"; readonly reason: "expired" | "guessed" }
  | { readonly step: "proving" }
  | {
      readonly step: "refused";
      readonly reason: PinRefusal | "silent" | "unknown" | "too-fast" | "unreachable";
    }
  | {
      readonly step: "confirming";
      readonly name: string;
      readonly fingerprint: Fingerprint;
      /** A device of that name is paired, and this is another one. */
      readonly isLookalike: boolean;
      readonly permissions: Permissions;
      readonly remember: RememberView;
    }
  | { readonly step: "paired"; readonly name: string; readonly fingerprint: Fingerprint }
  /** declined: the other side does not want to · lost: it is gone. */
  | { readonly step: "over"; readonly reason: "declined" | "lost" | "unreachable" };

/** A call of a paired device that waits for an answer. */
export interface RingView {
  /** Names this ring and no other. */
  readonly id: string;
  readonly fingerprint: Fingerprint;
  readonly name: string;
  readonly video: boolean;
}

/** What a call may cost the line. full: whatever makes it better · saver: little · sound: no pictures. */
export type DataUse = "full" | "saver" | "sound";

/** From the page to the engine. Everything is one-way: what comes of it shows in the engine's own messages. */
export type ToEngine =
  /** First of all, once: where the relay says who it is. */
  | { readonly type: "open"; readonly wellKnownUrl: string }
  /** A call is likely: have a connection ready. */
  | { readonly type: "ready"; readonly wanted: boolean }
  /** As paired devices see this one. */
  | { readonly type: "name"; readonly name: string }
  /** A new call, to which others can be invited. */
  | {
      readonly type: "start-call";
      readonly call: CallId;
      readonly self: SelfProfile;
      readonly terms: InviteTerms;
    }
  | { readonly type: "join-call"; readonly call: CallId; readonly self: SelfProfile; readonly invite: Invite }
  /** Rings a paired device, and waits in the call for it. */
  | {
      readonly type: "ring-call";
      readonly call: CallId;
      readonly self: SelfProfile;
      readonly fingerprint: Fingerprint;
      readonly video: boolean;
    }
  /** Answers this ring, if it is still there. */
  | {
      readonly type: "accept-ring";
      readonly call: CallId;
      readonly self: SelfProfile;
      readonly ring: string;
    }
  | { readonly type: "reject-ring"; readonly ring: string }
  | { readonly type: "profile"; readonly self: SelfProfile }
  /** Frames of the camera from now on, transferred; undefined when it is off. The engine closes each frame. */
  | { readonly type: "camera"; readonly frames: ReadableStream<VideoFrame> | undefined }
  /** Pictures of the screen from now on, transferred; undefined when it is not shared. The engine closes each. */
  | { readonly type: "screen"; readonly frames: ReadableStream<VideoFrame> | undefined }
  /** Sound of the microphone from now on, transferred; undefined when it is muted. The engine closes each piece. */
  | { readonly type: "microphone"; readonly sound: CapturedSound | undefined }
  /** What is heard of the screen, likewise; undefined when it is silent. */
  | { readonly type: "screen-sound"; readonly sound: CapturedSound | undefined }
  /** Of the call, both ways, from now on. */
  | { readonly type: "data-use"; readonly use: DataUse }
  /** Where decoded sound goes: the other end is in the audio worklet. */
  | { readonly type: "playout"; readonly port: MessagePort }
  /** Where these pictures of this peer go from now on, transferred; undefined when they are not wanted. */
  | {
      readonly type: "watch";
      readonly peer: PeerId;
      readonly source: PictureSource;
      readonly frames: WritableStream<VideoFrame> | undefined;
    }
  /** How large these pictures of this peer are seen; undefined when nothing shows them. */
  | {
      readonly type: "picture-size";
      readonly peer: PeerId;
      readonly source: PictureSource;
      readonly size: PictureSize | undefined;
    }
  /** One's own invite gives way to a new one; whoever has the old one and is not in yet stays out. */
  | { readonly type: "renew-invite"; readonly terms: InviteTerms }
  /** `device` is the one that the person has looked at: by now there may be another in its place. */
  | {
      readonly type: "remember";
      readonly peer: PeerId;
      readonly device: Fingerprint;
      readonly wanted: boolean;
    }
  /** Moves the call to whichever device opens the link first. */
  | { readonly type: "offer-handoff" }
  | { readonly type: "stop-handoff" }
  /** Continues the call of another device of this person. */
  | {
      readonly type: "continue-call";
      readonly call: CallId;
      readonly self: SelfProfile;
      readonly handoff: Handoff;
    }
  /** To everybody in the call. */
  | { readonly type: "say"; readonly text: string }
  /** Likewise: whoever wants it gets it. */
  | { readonly type: "offer-file"; readonly file: File }
  /** The file of a chat entry: it may come, or it comes no further, whosever it is. */
  | { readonly type: "accept-file"; readonly entry: string }
  | { readonly type: "stop-file"; readonly entry: string }
  /** The free stage is to be shared with this peer, or not any more. */
  | { readonly type: "share-stage"; readonly peer: PeerId; readonly wanted: boolean }
  /** For all with whom the stage is shared. */
  | { readonly type: "stage-deed"; readonly deed: StageDeed }
  | { readonly type: "leave-call" }
  | { readonly type: "show-pin" }
  | { readonly type: "try-pin"; readonly code: string; readonly pin: string }
  | { readonly type: "confirm-pairing"; readonly wanted: boolean; readonly permissions: Permissions }
  | { readonly type: "stop-pairing" }
  | { readonly type: "rename"; readonly fingerprint: Fingerprint; readonly name: string }
  | { readonly type: "permit"; readonly fingerprint: Fingerprint; readonly permissions: Permissions }
  | { readonly type: "revoke"; readonly fingerprint: Fingerprint }
  | { readonly type: "see-missed"; readonly fingerprint: Fingerprint }
  /** Becomes somebody else, who knows nobody. */
  | { readonly type: "reset" }
  /** What does this browser encode in time? Takes a moment where that is not known yet. */
  | { readonly type: "survey-encoders" }
  /** The machine is online again, or visible again. */
  | { readonly type: "wake" }
  /** The last: closes everything. */
  | { readonly type: "close" };

/** What begins a call. */
export type CallCommand = Extract<
  ToEngine,
  { type: "start-call" | "join-call" | "ring-call" | "accept-ring" | "continue-call" }
>;

/** What concerns the call that one is in. */
export type ToCall = Extract<
  ToEngine,
  {
    type:
      | "profile"
      | "camera"
      | "screen"
      | "microphone"
      | "screen-sound"
      | "data-use"
      | "playout"
      | "watch"
      | "picture-size"
      | "share-stage"
      | "stage-deed"
      | "remember"
      | "say"
      | "offer-file"
      | "accept-file"
      | "stop-file";
  }
>;

/** From the engine to the page. */
export type FromEngine =
  | {
      readonly type: "connection";
      /** "disconnected" while none is wanted. */
      readonly state: ConnectionState;
      /** Connected as far as anybody knows, but nothing has been heard for a while. */
      readonly doubted: boolean;
      readonly carrier: CarrierKind | undefined;
      readonly health: Health | undefined;
    }
  /** This device. */
  | { readonly type: "self"; readonly fingerprint: Fingerprint; readonly persistent: boolean }
  /** All paired devices, whenever something about one changes. */
  | { readonly type: "contacts"; readonly contacts: readonly ContactView[] }
  /** The device that rings at present, if one does. */
  | { readonly type: "ring"; readonly ring: RingView | undefined }
  /** A device has called and nobody took it; `ring` names that call, in all windows alike. */
  | {
      readonly type: "missed";
      readonly ring: string;
      readonly fingerprint: Fingerprint;
      readonly name: string;
    }
  | { readonly type: "pairing"; readonly pairing: PairingView }
  /** Undefined where there was a call, which is not to be disturbed. */
  | { readonly type: "encoders"; readonly encoders: readonly EncoderReport[] | undefined }
  | (CallMessage & { readonly call: CallId });

/** What the engine says about a call. */
export type CallMessage =
  /** It goes on to this phase. The first one follows from how the page began it. */
  | { readonly type: "progress"; readonly phase: CallPhase; readonly end?: CallEnd }
  /** The invite to the call as it stands. */
  | {
      readonly type: "invite";
      readonly invite: Invite;
      readonly own: boolean;
      readonly used: number;
      /** One's own media may leave. */
      readonly mayTalk: boolean;
    }
  /** What another device has to be shown to continue there; "taken" once one has come. */
  | { readonly type: "handoff"; readonly handoff: Handoff | "taken" }
  /** Everyone else in the call, whenever something about one changes. */
  | { readonly type: "peers"; readonly peers: readonly PeerView[] }
  /** Whom one would look at now: somebody else who speaks, or spoke last. */
  | { readonly type: "speaker"; readonly peer: PeerId }
  /** Something new in the chat, or a change of it. */
  | { readonly type: "chat"; readonly entry: ChatEntryView }
  /** What somebody did with whom the stage is shared. */
  | { readonly type: "stage-deed"; readonly deed: StageDeed }
  /** How it fares, once a second. */
  | { readonly type: "statistics"; readonly statistics: CallStatistics }
  /** Somebody was kept out of the call. */
  | { readonly type: "kept-out"; readonly why: Refusal | "stranger" };
