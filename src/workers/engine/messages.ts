import type { CarrierKind } from "../../transport/carrier.ts";
import type { ConnectionState } from "../../transport/connection-state.ts";
import type { Health } from "../../transport/health.ts";
import type { PeerId, Profile } from "../../trust/peer-message.ts";

/** What one's own profile says, apart from the id that the engine gives it. */
export type SelfProfile = Pick<Profile, "name" | "microphone" | "camera">;

/** Somebody else in the room, as the page shows them. */
export interface PeerView extends SelfProfile {
  readonly id: PeerId;
  /** here: connected · away: the connection broke and may come back. */
  readonly presence: "here" | "away";
  readonly speaking: boolean;
}

/** From the page to the engine. Everything is one-way: what comes of it shows in the engine's own messages. */
export type ToEngine =
  /** First of all, once: where the relay says who it is, the room to enter, oneself. */
  | {
      readonly type: "start";
      readonly wellKnownUrl: string;
      readonly room: Uint8Array<ArrayBuffer>;
      readonly self: SelfProfile;
    }
  | { readonly type: "profile"; readonly self: SelfProfile }
  /** Frames of the camera from now on, transferred; undefined when it is off. The engine closes each frame. */
  | { readonly type: "camera"; readonly frames: ReadableStream<VideoFrame> | undefined }
  /** Sound of the microphone from now on, transferred; undefined when it is muted. The engine closes each piece. */
  | { readonly type: "microphone"; readonly sound: ReadableStream<AudioData> | undefined }
  /** Where decoded sound goes: the other end is in the audio worklet. */
  | { readonly type: "playout"; readonly port: MessagePort }
  /** Where the pictures of this peer go from now on, transferred; undefined when they are not wanted. */
  | {
      readonly type: "watch";
      readonly peer: PeerId;
      readonly frames: WritableStream<VideoFrame> | undefined;
    }
  /** The machine is online again, or visible again. */
  | { readonly type: "wake" }
  /** The last: leaves the room, closes everything. */
  | { readonly type: "leave" };

/** From the engine to the page. */
export type FromEngine =
  | {
      readonly type: "connection";
      readonly state: ConnectionState;
      /** For "failed": what the relay or the network said. */
      readonly reason: string | undefined;
      /** Connected as far as anybody knows, but nothing has been heard for a while. */
      readonly doubted: boolean;
      readonly carrier: CarrierKind | undefined;
      readonly health: Health | undefined;
    }
  /** All peers of the room, whenever something about one changes. */
  | { readonly type: "peers"; readonly peers: readonly PeerView[] };
