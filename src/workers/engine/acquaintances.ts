import type { ControlMessage } from "../../trust/control-message.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import { defaultPermissions } from "../../trust/permissions.ts";
import type { Contacts } from "./contacts.ts";
import type { Known, RememberView } from "./messages.ts";
import { Remembering } from "./remembering.ts";

interface AcquaintancesParts {
  readonly contacts: Contacts;
  /** The device that somebody was first known by in this call, if it is not this one. */
  readonly originOf: (fingerprint: Fingerprint) => Fingerprint | undefined;
  readonly isInvitedBy: (fingerprint: Fingerprint) => boolean;
  /** Either side has said anew whether the two shall remember each other. */
  readonly onChange: (link: PeerLink, remember: RememberView) => void;
}

/** How one knows the others in a call, and whether one will again. */
export class Acquaintances {
  readonly #parts: AcquaintancesParts;
  readonly #remembering = new Map<PeerLink, Remembering>();
  readonly #names = new WeakMap<PeerLink, string>();

  constructor(parts: AcquaintancesParts) {
    this.#parts = parts;
  }

  /** Somebody is in. */
  add(link: PeerLink, peer: ProvenPeer): void {
    const { contacts, onChange } = this.#parts;
    const remembering: Remembering = new Remembering({
      link,
      onChange: () => onChange(link, remembering.view),
      onAgreed: () => contacts.pair(link, peer, this.#nameOf(link), defaultPermissions),
    });
    this.#remembering.set(link, remembering);
  }

  remove(link: PeerLink): void {
    this.#remembering.delete(link);
  }

  /** This person wants to be remembered there, and to remember; or does not any more. */
  want(link: PeerLink, wanted: boolean): void {
    this.#remembering.get(link)?.want(wanted);
  }

  view(link: PeerLink): RememberView {
    return this.#remembering.get(link)?.view ?? { own: false, theirs: false };
  }

  handle(link: PeerLink, message: Extract<ControlMessage, { type: "remember" | "profile" }>): void {
    if (message.type === "profile") this.#names.set(link, message.name);
    else this.#remembering.get(link)?.handle(message);
  }

  knownAs(link: PeerLink, { fingerprint }: ProvenPeer): Known {
    const { contacts, originOf, isInvitedBy } = this.#parts;
    if (contacts.standing(fingerprint).state === "paired") return "paired";
    // Who has moved goes by the name that they had; anybody else's is not theirs on a new device either.
    const origin = originOf(fingerprint);
    if (contacts.isNameTaken(this.#nameOf(link), { fingerprint: origin ?? fingerprint })) return "lookalike";
    if (origin !== undefined) return "moved";
    return isInvitedBy(fingerprint) ? "inviter" : "guest";
  }

  #nameOf(link: PeerLink): string {
    return this.#names.get(link) ?? "";
  }
}
