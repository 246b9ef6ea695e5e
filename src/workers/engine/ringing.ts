import { type Bytes, bytesToHex, equalBytes } from "../../trust/bytes.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import type { Fingerprint } from "../../trust/fingerprint.ts";
import { LinkError } from "../../trust/link-error.ts";
import type { PeerLink } from "../../trust/peer-link.ts";
import { type CallEnd, CallProgress } from "./call-progress.ts";

type Ring = Extract<ControlMessage, { type: "ring" }>;

/** Where a ring leads to. */
export type RingOffer = Pick<Ring, "room" | "secret" | "video">;

interface Outgoing {
  readonly fingerprint: Fingerprint;
  readonly ring: Ring;
  readonly rung: Set<PeerLink>;
  readonly progress: CallProgress;
  answeredBy: PeerLink | undefined;
}

/** A call that both want, while they look for each other. */
interface Agreed {
  readonly call: Bytes;
  readonly link: PeerLink;
  readonly progress: CallProgress;
}

/** A paired device that calls. */
export interface Incoming extends RingOffer {
  /** Names this ring: the call in hexadecimal. */
  readonly id: string;
  readonly fingerprint: Fingerprint;
  readonly call: Bytes;
  readonly link: PeerLink;
  /** The call as far as it has come here: "rung", and what follows. */
  readonly progress: CallProgress;
}

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
  readonly onMissed: (missed: Pick<Incoming, "id" | "fingerprint">) => void;
  /** Both rang each other at once: theirs counts, and is accepted; our own call goes on as that one. */
  readonly onGlare: (theirs: Incoming) => void;
}

/** What the one who answered is told when that is of no use any more; anything else means that the other has hung up. */
const tooLate: readonly CallEnd[] = ["cancelled", "answered-elsewhere"];

/** Rings paired devices, and is rung: one call at a time either way. What comes of it shows in the calls' progress. Owner calls `poll`. */
export class Ringing {
  readonly #parts: RingingParts;
  #outgoing: Outgoing | undefined;
  /** The call that was accepted last, here or there. */
  #agreed: Agreed | undefined;
  /** The call that rang here last, whatever has become of it. */
  #last: Incoming | undefined;

  constructor(parts: RingingParts) {
    this.#parts = parts;
  }

  get incoming(): Incoming | undefined {
    return this.#last?.progress.phase === "rung" ? this.#last : undefined;
  }

  /** Why that call does not ring here any more. */
  endOf(id: string): CallEnd {
    const known = this.#last?.id === id ? this.#last.progress.reason : undefined;
    return known ?? "missed";
  }

  /** Rings all windows of the device, also those that come online, until the call is answered or over. */
  ring(fingerprint: Fingerprint, offer: RingOffer, progress: CallProgress): void {
    const call = crypto.getRandomValues(new Uint8Array(16));
    const ring = { type: "ring", call, ...offer } as const;
    const { incoming } = this;
    if (incoming !== undefined && equalBytes(incoming.fingerprint, fingerprint)) {
      // To call whom one could answer is to answer.
      incoming.progress.end("answered-elsewhere");
      this.#yieldTo({ ...incoming, progress });
      return;
    }
    const outgoing = { fingerprint, ring, rung: new Set<PeerLink>(), progress, answeredBy: undefined };
    this.#outgoing = outgoing;
    progress.onChange(({ phase }) => {
      if (phase !== "ringing") this.#silence(outgoing);
    });
    for (const link of this.#parts.linksTo(fingerprint)) this.#send(outgoing, link);
  }

  /** Takes that call; undefined where it does not ring any more. */
  accept(id: string): Incoming | undefined {
    const { incoming } = this;
    if (incoming?.id !== id) return undefined;
    this.#accept(incoming);
    return incoming;
  }

  reject(id: string): void {
    const { incoming } = this;
    if (incoming?.id !== id) return;
    incoming.progress.end("declined");
    incoming.link.tell({ type: "reject", call: incoming.call });
  }

  /** False for what is not about ringing. */
  handleMessage(link: PeerLink, message: ControlMessage): boolean {
    switch (message.type) {
      case "ring":
        this.#handleRing(link, message);
        return true;
      case "cancel":
        if (this.incoming?.link === link && equalBytes(this.incoming.call, message.call))
          this.incoming.progress.end(message.answered ? "answered-elsewhere" : "missed");
        return true;
      case "end":
        this.#handleEnd(link, message);
        return true;
      case "error":
        // The permission was withdrawn a moment ago.
        if (message.about === "ring" && this.#outgoing?.rung.delete(link))
          this.#handleForbidden(this.#outgoing);
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
    if (this.incoming?.link === link) this.incoming.progress.end("missed");
  }

  poll(): void {
    this.incoming?.progress.poll();
  }

  #send(outgoing: Outgoing, link: PeerLink): void {
    outgoing.rung.add(link);
    const { progress } = outgoing;
    const sent = link.send(outgoing.ring).then(() => {
      if (progress.phase === "calling") progress.moveTo("ringing");
    });
    sent.catch((error: unknown) => {
      outgoing.rung.delete(link);
      if (error instanceof LinkError && error.reason === "not-allowed") this.#handleForbidden(outgoing);
    });
  }

  /** We may not ring there: to the person that is a no like any other. */
  #handleForbidden(outgoing: Outgoing): void {
    if (this.#outgoing === outgoing && outgoing.rung.size === 0) outgoing.progress.end("declined");
  }

  #handleRing(link: PeerLink, { call, room, secret, video }: Ring): void {
    const fingerprint = link.peer?.fingerprint;
    if (fingerprint === undefined) return;
    // A room that is in use for something else would be taken from it.
    if (this.#parts.isRoomInUse(room)) return;
    const id = bytesToHex(call);
    const ours = this.#outgoing;
    if (ours !== undefined && equalBytes(ours.fingerprint, fingerprint)) {
      // Both see the same two fingerprints, so both come to the same answer.
      if (bytesToHex(this.#parts.self()) < bytesToHex(fingerprint)) return;
      this.#outgoing = undefined;
      this.#yieldTo({ id, fingerprint, call, room, secret, video, link, progress: ours.progress });
    } else if (this.#isKnown(call)) {
      // The same device over its other room.
    } else if (this.#parts.isBusy() || this.incoming !== undefined) {
      link.tell({ type: "busy", call });
      this.#parts.onMissed({ id, fingerprint });
    } else {
      const progress = new CallProgress("rung", this.#parts.now);
      this.#ringHere({ id, fingerprint, call, room, secret, video, link, progress });
    }
  }

  #ringHere(incoming: Incoming): void {
    this.#last = incoming;
    const stop = incoming.progress.onChange(({ end }) => {
      stop();
      this.#parts.onIncoming(undefined);
      if (end === "missed") this.#parts.onMissed(incoming);
    });
    this.#parts.onIncoming(incoming);
  }

  /** Our own call goes on as theirs. */
  #yieldTo(theirs: Incoming): void {
    this.#last = theirs;
    this.#accept(theirs);
    this.#parts.onGlare(theirs);
  }

  #accept(incoming: Incoming): void {
    this.#agree(incoming);
    incoming.link.tell({ type: "accept", call: incoming.call });
  }

  /** Whoever goes before the two have found each other says so here: in the call nobody would hear it. */
  #agree(agreed: Agreed): void {
    const { call, link, progress } = agreed;
    this.#agreed = agreed;
    progress.moveTo("connecting");
    const stop = progress.onChange(({ end }) => {
      stop();
      if (end === "left") link.tell({ type: "end", call, reason: end });
    });
  }

  /** What was missed may ring again: the caller has come back. */
  #isKnown(call: Bytes): boolean {
    return (
      this.#last !== undefined && equalBytes(this.#last.call, call) && this.#last.progress.reason !== "missed"
    );
  }

  #handleAnswer(link: PeerLink, { type, call }: { type: "accept" | "reject" | "busy"; call: Bytes }): void {
    const outgoing = this.#outgoing;
    if (outgoing === undefined || !equalBytes(outgoing.ring.call, call)) {
      if (type === "accept") this.#sayTooLate(link, call);
      return;
    }
    if (!outgoing.rung.has(link)) return;
    if (type === "busy") {
      outgoing.rung.delete(link);
      if (outgoing.rung.size > 0) return;
    }
    outgoing.answeredBy = link;
    if (type === "accept") this.#agree({ call, link, progress: outgoing.progress });
    else outgoing.progress.end(type === "busy" ? "busy" : "declined");
  }

  /** A yes that crossed our giving up, or the yes of another window. */
  #sayTooLate(link: PeerLink, call: Bytes): void {
    const taken = this.#agreed !== undefined && equalBytes(this.#agreed.call, call);
    if (this.#agreed?.link === link) return;
    link.tell({ type: "end", call, reason: taken ? "answered-elsewhere" : "cancelled" });
  }

  #handleEnd(link: PeerLink, { call, reason }: { call: Bytes; reason: string }): void {
    const agreed = this.#agreed;
    if (agreed?.link !== link || agreed.progress.phase !== "connecting" || !equalBytes(agreed.call, call))
      return;
    agreed.progress.end(tooLate.find((end) => end === reason) ?? "hung-up");
  }

  /** Answered or over: the other windows of the device need not ring any more. */
  #silence(outgoing: Outgoing): void {
    if (this.#outgoing !== outgoing) return;
    this.#outgoing = undefined;
    const { rung, answeredBy, ring } = outgoing;
    const answered = answeredBy !== undefined;
    for (const link of rung)
      if (link !== answeredBy) link.tell({ type: "cancel", call: ring.call, answered });
  }
}
