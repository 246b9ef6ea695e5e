import { withTimeout } from "../../transport/timeout.ts";
import type { MemberId } from "../../transport/wire/ssrc.ts";
import type { ControlMessage } from "../../trust/control-message.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { PeerLink, ProvenPeer } from "../../trust/peer-link.ts";
import type { PeerId } from "./messages.ts";
import { type Appointment, Succession } from "./succession.ts";

interface MovesParts {
  readonly now: () => number;
  readonly self: Fingerprint;
  /** The device of this person that this one takes the place of. */
  readonly predecessor: Fingerprint | undefined;
  /** Everybody else who is in the call. */
  readonly inside: () => readonly { readonly link: PeerLink; readonly peer: ProvenPeer }[];
  /** The place of that member. */
  readonly peerOf: (member: MemberId) => PeerId | undefined;
  /** Somebody else continues on another device. */
  readonly onMoved: (appointment: Appointment) => void;
  /** This device's successor is in the call, and seen by the others. */
  readonly onReplaced: () => void;
}

/** For everybody's word that they let the successor in. Whoever says nothing hears it a moment later. Milliseconds. */
const ACK_PATIENCE = 1_000;
/** From the successor's first word to the others until this device goes: by then they see it. Milliseconds. */
const OVERLAP = 1_500;
/** How long two devices of one person may be in the call while one takes the place of the other. Milliseconds. */
const MOVE_TIME = 30_000;
/** The place of this device itself, which is not on its own stage. */
const OWN_PLACE = "" as PeerId;

/** How people move from one device to another in the middle of a call: this person, and the others. */
export class Moves {
  readonly #parts: MovesParts;
  readonly #succession = new Succession();
  /** Those who have not said yet that they let our successor in. */
  readonly #unheard = new Map<PeerLink, () => void>();
  readonly #since: number;

  constructor(parts: MovesParts) {
    this.#parts = parts;
    this.#since = parts.now();
  }

  /** Another device of this person takes this one's place: tells everybody, and waits for their word. */
  async appoint(to: Fingerprint): Promise<void> {
    const { self, inside, now } = this.#parts;
    this.#succession.appoint({ from: self, to, place: OWN_PLACE }, now());
    const heard = inside().map(({ link }) => {
      link.tell({ type: "successor", fingerprint: to });
      return new Promise<void>((resolve) => this.#unheard.set(link, resolve));
    });
    await withTimeout(Promise.all(heard), ACK_PATIENCE, "successor").catch(() => undefined);
    this.#unheard.clear();
  }

  /** On whose word that device comes to take their place. */
  appointedBy(fingerprint: Fingerprint): Fingerprint | undefined {
    return this.#succession.appointmentOf(fingerprint, this.#parts.now())?.from;
  }

  /** Whether this person's other device takes the place of this one. */
  get isTaken(): boolean {
    return this.isAwaitedAt(OWN_PLACE);
  }

  /** Whether somebody is on the way to that place. */
  isAwaitedAt(place: PeerId): boolean {
    return this.#succession.isAwaitedAt(place, this.#parts.now());
  }

  /** The device that somebody was first known by in this call, if it is not this one. */
  originOf(fingerprint: Fingerprint): Fingerprint | undefined {
    return this.#succession.originOf(fingerprint);
  }

  handle(link: PeerLink, message: ControlMessage): void {
    if (message.type === "successor") this.#handleSuccessor(link, message.fingerprint as Fingerprint);
    if (message.type === "successor-ack") this.#unheard.get(link)?.();
  }

  /** The device is here, as `own`. Returns the place that it has: its own, or the one it was promised. */
  settle(fingerprint: Fingerprint, own: PeerId): PeerId {
    const appointment = this.#succession.settle(fingerprint, own, this.#parts.now());
    if (appointment !== undefined) this.#parts.onMoved(appointment);
    return this.#succession.placeOf(own);
  }

  /** The device that this one comes from, or goes to: the same person, who is not on their own stage. */
  isOwnOther(fingerprint: Fingerprint): boolean {
    const { now, predecessor } = this.#parts;
    if (this.#isOwnSuccessor(fingerprint)) return true;
    const isMoving = predecessor !== undefined && now() - this.#since < MOVE_TIME;
    return isMoving && sameFingerprint(predecessor, fingerprint);
  }

  /** One's own other device has said who it is: this one makes room if it is the successor, which the others see in a moment. */
  handleOwnOther(fingerprint: Fingerprint): void {
    if (this.#isOwnSuccessor(fingerprint)) setTimeout(() => this.#parts.onReplaced(), OVERLAP);
  }

  #isOwnSuccessor(fingerprint: Fingerprint): boolean {
    return this.#succession.appointmentOf(fingerprint, this.#parts.now())?.place === OWN_PLACE;
  }

  /** Only whom we see may move, and only to a device that has no place yet. */
  #handleSuccessor(link: PeerLink, to: Fingerprint): void {
    const { peerOf, now } = this.#parts;
    const place = peerOf(link.other);
    const from = link.peer?.fingerprint;
    if (place === undefined || from === undefined || this.#isHere(to)) return;
    if (!this.#succession.appoint({ from, to, place }, now())) return;
    link.tell({ type: "successor-ack", fingerprint: to });
  }

  #isHere(fingerprint: Fingerprint): boolean {
    const { self, inside } = this.#parts;
    return [self, ...inside().map(({ peer }) => peer.fingerprint)].some((one) =>
      sameFingerprint(one, fingerprint),
    );
  }
}
