import { equalBytes } from "@noble/curves/utils.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Bytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import { LinkError, type PeerLink } from "../../trust/peer-link.ts";

type Ring = Extract<ControlMessage, { type: "ring" }>;

/** Where a ring leads to. */
export type RingOffer = Pick<Ring, "room" | "secret" | "video">;

interface Outgoing {
  readonly fingerprint: Fingerprint;
  readonly ring: Ring;
  readonly since: number;
  readonly rung: Set<PeerLink>;
  /** Whether it has rung anywhere at all. */
  hasRung: boolean;
}

/** A paired device that calls. */
export interface Incoming extends RingOffer {
  /** Names this ring: the call in hexadecimal. */
  readonly id: string;
  readonly fingerprint: Fingerprint;
  readonly call: Bytes;
  readonly link: PeerLink;
  readonly since: number;
}

/** not-there: the device was not online all that time, so nobody there knows of the call. */
export type RingOutcome = "accepted" | "declined" | "busy" | "no-answer" | "not-there";

interface RingingParts {
  readonly self: () => Fingerprint;
  readonly linksTo: (fingerprint: Fingerprint) => readonly PeerLink[];
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  readonly isRoomInUse: (room: Bytes) => boolean;
  /** A call is under way here. */
  readonly isBusy: () => boolean;
  /** Somebody rings, or nobody any more. */
  readonly onIncoming: (incoming: Incoming | undefined) => void;
  /** Nobody took the call of that device. */
  readonly onMissed: (fingerprint: Fingerprint) => void;
  /** Both rang each other at once: this one counts, and is as good as accepted. */
  readonly onGlare: () => void;
  /** What became of our own ring. */
  readonly onOutcome: (outcome: RingOutcome) => void;
}

/** How long a device rings, and how long the one that is rung gives the caller to say so. Milliseconds. */
const RING_TIME = 40_000;
const RUNG_TIME = RING_TIME + 5_000;

/** Rings paired devices, and is rung: one call at a time either way. Owner calls `poll`. */
export class Ringing {
  readonly #parts: RingingParts;
  #outgoing: Outgoing | undefined;
  #incoming: Incoming | undefined;
  /** The call that was answered here last. */
  #answered: Bytes | undefined;

  constructor(parts: RingingParts) {
    this.#parts = parts;
  }

  get incoming(): Incoming | undefined {
    return this.#incoming;
  }

  /** Rings all windows of the device, also those that come online while it rings. */
  ring(fingerprint: Fingerprint, offer: RingOffer): void {
    const call = crypto.getRandomValues(new Uint8Array(16));
    const ring = { type: "ring", call, ...offer } as const;
    this.#outgoing = { fingerprint, ring, since: this.#parts.now(), rung: new Set(), hasRung: false };
    for (const link of this.#parts.linksTo(fingerprint)) this.#send(this.#outgoing, link);
  }

  /** Nobody need answer any more. */
  cancel(): void {
    this.#endOutgoing(undefined, false);
  }

  /** Takes that call; undefined where it does not ring any more. */
  accept(id: string): Incoming | undefined {
    const incoming = this.#incoming;
    if (incoming?.id !== id) return undefined;
    this.#answered = incoming.call;
    this.#setIncoming(undefined);
    incoming.link.send({ type: "accept", call: incoming.call }).catch(() => undefined);
    return incoming;
  }

  reject(id: string): void {
    const incoming = this.#incoming;
    if (incoming?.id !== id) return;
    this.#answered = incoming.call;
    this.#setIncoming(undefined);
    incoming.link.send({ type: "reject", call: incoming.call }).catch(() => undefined);
  }

  /** False for what is not about ringing. */
  handleMessage(link: PeerLink, message: ControlMessage): boolean {
    switch (message.type) {
      case "ring":
        this.#handleRing(link, message);
        return true;
      case "cancel":
        if (this.#incoming?.link === link && equalBytes(this.#incoming.call, message.call))
          this.#dropIncoming(message.answered !== true);
        return true;
      case "error":
        // The permission was withdrawn a moment ago.
        if (message.about === "ring" && this.#outgoing?.rung.delete(link)) this.#handleForbidden();
        return message.about === "ring";
      case "accept":
      case "reject":
      case "busy":
        this.#handleAnswer(link, message);
        return true;
      default:
        return false;
    }
  }

  /** A device that is being rung has come online. */
  handleOnline(fingerprint: Fingerprint, link: PeerLink): void {
    const outgoing = this.#outgoing;
    if (outgoing !== undefined && equalBytes(outgoing.fingerprint, fingerprint)) this.#send(outgoing, link);
  }

  handleDown(link: PeerLink): void {
    this.#outgoing?.rung.delete(link);
    if (this.#incoming?.link === link) this.#dropIncoming(true);
  }

  poll(): void {
    const now = this.#parts.now();
    if (this.#outgoing !== undefined && now - this.#outgoing.since > RING_TIME) {
      const { hasRung } = this.#outgoing;
      this.#endOutgoing(undefined, false);
      this.#parts.onOutcome(hasRung ? "no-answer" : "not-there");
    }
    if (this.#incoming !== undefined && now - this.#incoming.since > RUNG_TIME) this.#dropIncoming(true);
  }

  #send(outgoing: Outgoing, link: PeerLink): void {
    outgoing.rung.add(link);
    const sent = link.send(outgoing.ring).then(() => {
      outgoing.hasRung = true;
    });
    sent.catch((error: unknown) => {
      outgoing.rung.delete(link);
      if (error instanceof LinkError && error.reason === "not-allowed") this.#handleForbidden();
    });
  }

  /** We may not ring there: to the person that is a no like any other. */
  #handleForbidden(): void {
    if (this.#outgoing === undefined || this.#outgoing.rung.size > 0) return;
    this.#outgoing = undefined;
    this.#parts.onOutcome("declined");
  }

  #handleRing(link: PeerLink, { call, room, secret, video }: Ring): void {
    const fingerprint = link.peer?.fingerprint;
    if (fingerprint === undefined) return;
    // A room that is in use for something else would be taken from it.
    if (this.#parts.isRoomInUse(room)) return;
    const since = this.#parts.now();
    const incoming = { id: bytesToHex(call), fingerprint, call, room, secret, video, link, since };
    if (this.#outgoing !== undefined && equalBytes(this.#outgoing.fingerprint, fingerprint)) {
      // Both see the same two fingerprints, so both come to the same answer.
      if (bytesToHex(this.#parts.self()) < bytesToHex(fingerprint)) return;
      this.#outgoing = undefined;
      this.#incoming = incoming;
      this.#parts.onGlare();
    } else if (this.#isKnown(call)) {
      // The same device over its other room.
    } else if (this.#parts.isBusy() || this.#incoming !== undefined) {
      link.send({ type: "busy", call }).catch(() => undefined);
      this.#parts.onMissed(fingerprint);
    } else this.#setIncoming(incoming);
  }

  #isKnown(call: Bytes): boolean {
    return [this.#incoming?.call, this.#answered].some((known) => known && equalBytes(known, call));
  }

  #handleAnswer(link: PeerLink, { type, call }: { type: "accept" | "reject" | "busy"; call: Bytes }): void {
    const outgoing = this.#outgoing;
    if (outgoing === undefined || !equalBytes(outgoing.ring.call, call) || !outgoing.rung.has(link)) return;
    if (type === "busy") {
      outgoing.rung.delete(link);
      if (outgoing.rung.size > 0) return;
    }
    this.#endOutgoing(link, true);
    this.#parts.onOutcome(({ accept: "accepted", reject: "declined", busy: "busy" } as const)[type]);
  }

  /** The other windows of the device need not ring any more. */
  #endOutgoing(answeredBy: PeerLink | undefined, answered: boolean): void {
    const outgoing = this.#outgoing;
    if (outgoing === undefined) return;
    this.#outgoing = undefined;
    for (const link of outgoing.rung)
      if (link !== answeredBy)
        link.send({ type: "cancel", call: outgoing.ring.call, answered }).catch(() => undefined);
  }

  #dropIncoming(missed: boolean): void {
    const incoming = this.#incoming;
    this.#setIncoming(undefined);
    if (missed && incoming !== undefined) this.#parts.onMissed(incoming.fingerprint);
  }

  #setIncoming(incoming: Incoming | undefined): void {
    this.#incoming = incoming;
    this.#parts.onIncoming(incoming);
  }
}
