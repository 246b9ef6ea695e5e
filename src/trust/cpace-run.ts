import { hkdf } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { type Bytes, equalBytes } from "./bytes.ts";
import {
  type CpaceContext,
  CpaceError,
  type CpaceMessage,
  type CpaceRole,
  cpaceKey,
  cpaceScalar,
  cpaceShare,
  cpaceTag,
} from "./cpace.ts";
import { PSK_LENGTH } from "./noise.ts";

const PSK_INFO = new TextEncoder().encode("kith cpace psk");

/**
 * One side of one run: one share sent and one taken, so at most one guess at the password. The initiator, who typed the
 * password, confirms first. Whatever fails ends the run.
 */
export class CpaceRun {
  /** To be sent to the peer. */
  readonly message: CpaceMessage;
  readonly #session: Bytes;
  readonly #role: CpaceRole;
  readonly #scalar: bigint;
  #used = false;

  /** `associatedData` is sent along in the clear, and authenticated. */
  constructor(context: CpaceContext, role: CpaceRole, associatedData: Bytes) {
    this.#session = context.session;
    this.#role = role;
    this.#scalar = cpaceScalar();
    this.message = { share: cpaceShare(context, this.#scalar), associatedData };
  }

  /** Takes the peer's message, once. */
  agree(peer: CpaceMessage): CpaceAgreement {
    if (this.#used) throw new CpaceError("misused");
    this.#used = true;
    const key = cpaceKey(this.#session, this.#role, this.#scalar, this.message, peer);
    return new CpaceAgreement(
      this.#role,
      key,
      cpaceTag(this.#session, key, this.message),
      cpaceTag(this.#session, key, peer),
    );
  }
}

/** A key that nobody has confirmed yet. It comes out only against the peer's proof, which can be tried once. */
export class CpaceAgreement {
  readonly #role: CpaceRole;
  readonly #key: Bytes;
  readonly #ownTag: Bytes;
  readonly #peerTag: Bytes;
  #state: "open" | "confirmed" | "ended" = "open";

  constructor(role: CpaceRole, key: Bytes, ownTag: Bytes, peerTag: Bytes) {
    this.#role = role;
    this.#key = key;
    this.#ownTag = ownTag;
    this.#peerTag = peerTag;
  }

  /** Our proof, to be sent. The responder's is `misused` until the initiator's has been checked. */
  get tag(): Bytes {
    const allowed = this.#role === "initiator" ? this.#state !== "ended" : this.#state === "confirmed";
    if (!allowed) throw new CpaceError("misused");
    return this.#ownTag;
  }

  /** Checks the peer's proof and returns the pre-shared key for the handshake that follows. */
  confirm(peerTag: Bytes): Bytes {
    if (this.#state !== "open") throw new CpaceError("misused");
    const proved = equalBytes(peerTag, this.#peerTag);
    this.#state = proved ? "confirmed" : "ended";
    if (!proved) throw new CpaceError("rejected");
    return hkdf(sha512, this.#key, undefined, PSK_INFO, PSK_LENGTH);
  }
}
