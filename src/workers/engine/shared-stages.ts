import { type Bytes, bytesToHex, hexToBytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { PeerLink } from "../../trust/peer-link.ts";
import type { PeerId, StageDeed, StageElementName } from "./messages.ts";
import type { Roster } from "./roster.ts";
import { type SharingView, type StageMessage, StageSharing } from "./stage-sharing.ts";

interface SharedStagesParts {
  /** Who this window is to the others. */
  readonly self: () => PeerId;
  readonly roster: Pick<Roster, "change" | "memberOf">;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  readonly onDeed: (deed: StageDeed) => void;
}

export type SharingMessage = Extract<
  ControlMessage,
  { type: "stage-share" | "stage-place" | "stage-stroke" }
>;

const unshared: SharingView = { own: false, theirs: false };
/** Bytes of a fingerprint. */
const FINGERPRINT = 32;

/** With whom of a call the free stage is shared, and what each does on it. */
export class SharedStages {
  readonly #parts: SharedStagesParts;
  readonly #sharings = new Map<PeerLink, StageSharing>();

  constructor(parts: SharedStagesParts) {
    this.#parts = parts;
  }

  add(link: PeerLink): void {
    const { roster, now, onDeed } = this.#parts;
    const sharing: StageSharing = new StageSharing({
      link,
      now,
      onChange: () => roster.change(link.other, { sharing: sharing.view }),
      onMessage: (message) => onDeed(this.#deedOf(message)),
    });
    this.#sharings.set(link, sharing);
  }

  remove(link: PeerLink): void {
    this.#sharings.delete(link);
  }

  view(link: PeerLink): SharingView {
    return this.#sharings.get(link)?.view ?? unshared;
  }

  want(peer: PeerId, wanted: boolean): void {
    const member = this.#parts.roster.memberOf(peer);
    for (const [link, sharing] of this.#sharings) if (link.other === member) sharing.want(wanted);
  }

  handle(link: PeerLink, message: SharingMessage): void {
    this.#sharings.get(link)?.handle(message);
  }

  /** To all with whom the stage is shared. */
  tell(deed: StageDeed): void {
    const message = this.#messageOf(deed);
    for (const sharing of this.#sharings.values()) sharing.send(message);
  }

  #messageOf(deed: StageDeed): StageMessage {
    const element = { owner: ownerOf(deed.element.peer ?? this.#parts.self()), kind: deed.element.kind };
    return deed.kind === "place"
      ? { type: "stage-place", element, ...deed.place }
      : { type: "stage-stroke", element, points: [...deed.points] };
  }

  #deedOf(message: StageMessage): StageDeed {
    const element = this.#nameOf(message.element);
    if (message.type === "stage-stroke") return { kind: "stroke", element, points: message.points };
    const { x, y, width, height } = message;
    return { kind: "place", element, place: { x, y, width, height } };
  }

  #nameOf({ owner, kind }: StageMessage["element"]): StageElementName {
    const peer = peerIdOf(owner.slice(0, FINGERPRINT), owner.slice(FINGERPRINT));
    return { peer: peer === this.#parts.self() ? undefined : peer, kind };
  }
}

/** As everybody in a call names somebody's window. */
export function peerIdOf(fingerprint: Uint8Array, instance: Uint8Array): PeerId {
  return `${bytesToHex(fingerprint)}.${bytesToHex(instance)}` as PeerId;
}

function ownerOf(peer: PeerId): Bytes {
  return hexToBytes(peer.replace(".", "")) as Bytes;
}
