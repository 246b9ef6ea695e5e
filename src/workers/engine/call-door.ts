import type { ControlMessage } from "../../trust/control-message.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { PeerStanding } from "../../trust/gate.ts";
import type { Invite } from "../../trust/invite.ts";
import { ADMISSION, type PeerLink, type ProvenPeer } from "../../trust/peer-link.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import { Admission, isRefusal, type Refusal } from "./admission.ts";
import { type CallTerms, invited, roomOf } from "./call-terms.ts";
import type { CallMessage } from "./messages.ts";

interface CallDoorParts {
  readonly terms: CallTerms;
  readonly store: TrustStore;
  /** What this device knows of another, apart from the call. */
  readonly knows: (fingerprint: Fingerprint) => PeerStanding;
  /** On whose word that device comes to take their place in the call. */
  readonly appointedBy: (fingerprint: Fingerprint) => Fingerprint | undefined;
  /** Whether the device whose place this one takes might talk. */
  readonly mightTalk: boolean;
  /** Everybody who is in. */
  readonly inside: () => readonly Inside[];
  /** Lets somebody in. */
  readonly admit: (link: PeerLink, peer: ProvenPeer) => void;
  /** From now on newcomers have to know another secret. */
  readonly onRenewed: () => void;
  /** Who decides about it does not let us in. */
  readonly onRefused: (why: Refusal) => void;
  readonly post: (message: CallMessage) => void;
}

interface Inside {
  readonly link: PeerLink;
  readonly peer: ProvenPeer;
}

type InviteMessage = Extract<ControlMessage, { type: "invite" }>;

/** The way into a call: on which terms, who waits before it, and what the inviter says to all of who may come in. */
export class CallDoor {
  readonly #parts: CallDoorParts;
  readonly #admission: Admission;
  /** Those that are let in once the inviter says so. */
  readonly #waiting = new Map<PeerLink, ProvenPeer>();
  #terms: CallTerms;
  #closed = false;

  constructor(parts: CallDoorParts) {
    const { terms, store, knows, appointedBy } = parts;
    this.#parts = parts;
    this.#terms = terms;
    this.#admission = new Admission({
      self: store.identity.fingerprint,
      knows,
      invite: () => this.invite,
      expected: terms.kind === "ring" ? terms.expected : undefined,
      admitted: store.invite(roomOf(terms))?.admitted ?? [],
      appointedBy,
      now: () => Date.now(),
    });
  }

  get terms(): CallTerms {
    return this.#terms;
  }

  /** To another room, before anybody is in this one. */
  moveTo(terms: CallTerms): void {
    this.#terms = terms;
  }

  get invite(): Invite | undefined {
    return this.#terms.kind === "invite" ? this.#terms.invite : undefined;
  }

  /** Whether this device made the invite. */
  get isInviter(): boolean {
    return this.#admission.isInviter;
  }

  /** One's own media leave only where the invite allows it. */
  get mayTalk(): boolean {
    return this.invite?.guestsTalk !== false || this.isInviter || this.#parts.mightTalk;
  }

  /** As what somebody is in the call. */
  standing(fingerprint: Fingerprint): PeerStanding {
    return this.#admission.standing(fingerprint);
  }

  isInvitedBy(fingerprint: Fingerprint): boolean {
    return this.#admission.isInvitedBy(fingerprint);
  }

  /** Of the inviter only: those who have the old link and are not in yet stay out. */
  async renew(invite: Invite): Promise<void> {
    if (!this.isInviter) return;
    const { secret, expiresAt, uses, guestsTalk } = invite;
    await this.#setInvite(invite);
    for (const { link } of this.#parts.inside())
      link.tell({ type: "invite", secret, expiresAt, uses, guestsTalk });
  }

  /** Says what there is to invite with. */
  tell(): void {
    const { invite, isInviter: own, mayTalk } = this;
    if (invite === undefined) return;
    this.#parts.post({ type: "invite", invite, own, used: this.#admission.admitted.length, mayTalk });
  }

  /** Somebody has proved to know the call's secret. */
  handleUp(link: PeerLink, peer: ProvenPeer): void {
    const verdict = this.#admission.judge(peer.fingerprint);
    if (verdict === "admit") this.#parts.admit(link, peer);
    else if (verdict === "wait") this.#waiting.set(link, peer);
    else {
      void link.dismiss(verdict);
      this.#parts.post({ type: "kept-out", why: verdict });
    }
  }

  /** Somebody is in. The inviter vouches for them to those who are here, and for these to the newcomer. */
  handleEntered(newcomer: PeerLink, { fingerprint }: ProvenPeer): void {
    this.#waiting.delete(newcomer);
    this.#admission.note(fingerprint);
    if (!this.isInviter) return;
    this.#write();
    this.tell();
    for (const { link, peer } of this.#parts.inside()) {
      if (link === newcomer) continue;
      link.tell({ type: "admitted", fingerprint });
      newcomer.tell({ type: "admitted", fingerprint: peer.fingerprint });
    }
  }

  handleDown(link: PeerLink): void {
    this.#waiting.delete(link);
  }

  /** Either a stranger came to us, or we come as one: with an invite that nobody who was here before us accepts any more. */
  handleRejected(links: readonly PeerLink[]): void {
    const asked = links.filter(({ began }) => began);
    const nobody = asked.length > 0 && asked.every(({ ended }) => ended === "rejected");
    const isStranger = nobody && this.#parts.inside().length === 0 && !this.isInviter;
    if (isStranger && this.invite !== undefined) this.#parts.onRefused("invite-expired");
    else this.#parts.post({ type: "kept-out", why: "stranger" });
  }

  /** What somebody says about who is let in. */
  handle(link: PeerLink, message: Extract<ControlMessage, { type: "admitted" | "invite" | "error" }>): void {
    if (message.type === "error") this.#handleError(link, message);
    if (!this.#isInviter(link)) return;
    if (message.type === "admitted") this.#handleAdmitted(message.fingerprint as Fingerprint);
    if (message.type === "invite") void this.#handleInvite(message);
  }

  /** Somebody continues on another device. */
  succeed(from: Fingerprint, to: Fingerprint): void {
    this.#admission.succeed(from, to);
    this.#write();
    this.tell();
  }

  close(): void {
    this.#closed = true;
  }

  /** Who decides whether we are in is the inviter, or the one other device of a ring. */
  #handleError(link: PeerLink, { about, code }: Extract<ControlMessage, { type: "error" }>): void {
    const isHost = this.#terms.kind === "ring" || this.#isInviter(link);
    if (isHost && about === ADMISSION && isRefusal(code)) this.#parts.onRefused(code);
  }

  #isInviter({ peer }: PeerLink): boolean {
    return peer !== undefined && this.isInvitedBy(peer.fingerprint);
  }

  #handleAdmitted(fingerprint: Fingerprint): void {
    this.#admission.note(fingerprint);
    for (const [link, peer] of this.#waiting)
      if (sameFingerprint(peer.fingerprint, fingerprint)) this.#parts.admit(link, peer);
  }

  async #handleInvite({ secret, expiresAt, uses, guestsTalk }: InviteMessage): Promise<void> {
    const { invite } = this;
    if (invite !== undefined) await this.#setInvite({ ...invite, secret, expiresAt, uses, guestsTalk });
  }

  async #setInvite(invite: Invite): Promise<void> {
    const terms = await invited(invite);
    if (this.#closed) return;
    this.#terms = terms;
    this.#parts.onRenewed();
    this.#write();
    this.tell();
  }

  /** What the inviter has to know again after a reload. */
  #write(): void {
    const { invite } = this;
    if (invite === undefined || !this.isInviter) return;
    const record = { invite, admitted: this.#admission.admitted };
    this.#parts.store.putInvite(record, Date.now()).catch(() => undefined);
  }
}
