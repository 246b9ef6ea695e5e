import { type Bytes, bytesToHex } from "../../trust/bytes.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import type { PeerStanding } from "../../trust/gate.ts";
import type { Invite } from "../../trust/invite.ts";

/** Why somebody who knows the call's secret is not let in all the same. */
export type Refusal = (typeof refusals)[number];
const refusals = ["revoked", "wrong-device", "invite-expired", "invite-used"] as const;

export function isRefusal(code: string): code is Refusal {
  return refusals.some((refusal) => refusal === code);
}

/** More devices than any call has seen. */
const MAX_ADMITTED = 1_000;

/** let in · refused, and why · wait: the inviter counts, and has not said yet. */
export type Verdict = "admit" | "wait" | Refusal;

interface AdmissionParts {
  readonly self: Fingerprint;
  /** What this device knows of another, apart from the call. */
  readonly knows: (fingerprint: Fingerprint) => PeerStanding;
  /** The invite to the call as it stands; undefined for a call between two paired devices. */
  readonly invite: () => Invite | undefined;
  /** Of a call to one paired device: nobody else is let in. */
  readonly expected: Fingerprint | undefined;
  /** Those who were let in before, where that was written down. */
  readonly admitted: readonly Fingerprint[];
  /** On whose word that device comes to take their place in the call. */
  readonly appointedBy: (fingerprint: Fingerprint) => Fingerprint | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Who is let into a call, and as what. Whoever was let in once may come back, whatever has become of the invite. */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #admitted: Map<string, Fingerprint>;
  /** Devices that the inviter has moved to: they need no use of the invite, and may talk where guests may not. */
  readonly #inviters = new Set<string>();
  #expected: Fingerprint | undefined;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    this.#expected = parts.expected;
    this.#admitted = new Map(parts.admitted.map((fingerprint) => [bytesToHex(fingerprint), fingerprint]));
  }

  /** Everybody who was let in, oneself and the inviter left out. */
  get admitted(): readonly Fingerprint[] {
    return [...this.#admitted.values()];
  }

  /** Whether this device made the invite: then it counts its uses. */
  get isInviter(): boolean {
    return this.isInvitedBy(this.#parts.self);
  }

  isInvitedBy(fingerprint: Fingerprint): boolean {
    const inviter = this.#parts.invite()?.inviter;
    return inviter !== undefined && sameFingerprint(inviter, fingerprint);
  }

  /** What becomes of one who has proved to know the call's secret. */
  judge(fingerprint: Fingerprint): Verdict {
    if (this.#parts.knows(fingerprint).state === "revoked") return "revoked";
    // One step: two that appoint each other come no further than they are.
    return this.#judgeOwn(this.#parts.appointedBy(fingerprint) ?? fingerprint);
  }

  #judgeOwn(fingerprint: Fingerprint): Verdict {
    const { now } = this.#parts;
    const expected = this.#expected;
    if (this.#isSelf(fingerprint)) return "admit";
    if (expected !== undefined) return sameFingerprint(expected, fingerprint) ? "admit" : "wrong-device";
    if (this.#isOfInviter(fingerprint) || this.#admitted.has(bytesToHex(fingerprint))) return "admit";
    const invite = this.#parts.invite();
    if (invite?.expiresAt !== undefined && now() >= invite.expiresAt) return "invite-expired";
    if (invite === undefined || invite.uses === 0) return "admit";
    if (!this.isInviter) return "wait";
    return this.#admitted.size < invite.uses ? "admit" : "invite-used";
  }

  /** Writes down that this device is in. */
  note(fingerprint: Fingerprint): void {
    if (this.#isSelf(fingerprint) || this.#isOfInviter(fingerprint)) return;
    // Whoever takes another's place counts as that other.
    if (this.#parts.appointedBy(fingerprint) !== undefined) return;
    if (this.#admitted.size < MAX_ADMITTED)
      this.#admitted.set(bytesToHex(fingerprint), fingerprint.slice() as Bytes as Fingerprint);
  }

  /** One device has given its place to another: as many as before may come in. */
  succeed(from: Fingerprint, to: Fingerprint): void {
    if (this.#expected !== undefined && sameFingerprint(this.#expected, from)) this.#expected = to;
    if (this.#isOfInviter(from)) this.#inviters.add(bytesToHex(to));
    else if (this.#admitted.delete(bytesToHex(from))) this.#admitted.set(bytesToHex(to), to);
  }

  /** Looked up at every use, so that a change holds at once. */
  standing(fingerprint: Fingerprint): PeerStanding {
    const known = this.#parts.knows(fingerprint);
    const verdict = this.judge(fingerprint);
    if (verdict !== "admit") return { state: verdict === "revoked" ? "revoked" : "unknown" };
    if (known.state === "paired") return known;
    return { state: "guest", mayTalk: this.#mayTalk(this.#parts.appointedBy(fingerprint) ?? fingerprint) };
  }

  #mayTalk(fingerprint: Fingerprint): boolean {
    if (this.#parts.invite()?.guestsTalk !== false) return true;
    return this.#isOfInviter(fingerprint) || this.#isSelf(fingerprint);
  }

  #isOfInviter(fingerprint: Fingerprint): boolean {
    return this.isInvitedBy(fingerprint) || this.#inviters.has(bytesToHex(fingerprint));
  }

  #isSelf(fingerprint: Fingerprint): boolean {
    return sameFingerprint(fingerprint, this.#parts.self);
  }
}
