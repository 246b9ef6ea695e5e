import { encodeUtf8 } from "../transport/wire/utf8.ts";
import { type Bytes, equalBytes } from "./bytes.ts";
import {
  type CpaceContext,
  CpaceError,
  type CpaceMessage,
  type CpaceRole,
  cpaceKey,
  cpaceShare,
  cpaceTag,
} from "./cpace.ts";
import { hkdfBytes } from "./hkdf.ts";
import { PSK_LENGTH } from "./noise.ts";
import { generateKeyPair } from "./x25519.ts";

const PSK_INFO = encodeUtf8("kith cpace psk");

/**
 * One side of one run: one share sent and one taken, so at most one guess at the password. The initiator, who typed the
 * password, confirms first. Whatever fails ends the run.
 */
export class CpaceRun {
  /** To be sent to the peer. */
  readonly message: CpaceMessage;
  readonly #session: Bytes;
  readonly #role: CpaceRole;
  readonly #privateKey: CryptoKey;
  #used = false;

  private constructor(session: Bytes, role: CpaceRole, privateKey: CryptoKey, message: CpaceMessage) {
    this.#session = session;
    this.#role = role;
    this.#privateKey = privateKey;
    this.message = message;
  }

  /** `associatedData` is sent along in the clear, and authenticated. */
  static async begin(context: CpaceContext, role: CpaceRole, associatedData: Bytes): Promise<CpaceRun> {
    const { privateKey } = await generateKeyPair();
    const share = await cpaceShare(context, privateKey);
    return new CpaceRun(context.session, role, privateKey, { share, associatedData });
  }

  /** Takes the peer's message, once. */
  async agree(peer: CpaceMessage): Promise<CpaceAgreement> {
    if (this.#used) throw new CpaceError("misused");
    // Before anything is awaited: no other message is taken meanwhile.
    this.#used = true;
    const key = await cpaceKey(this.#session, this.#role, this.#privateKey, this.message, peer);
    const ownTag = await cpaceTag(this.#session, key, this.message);
    const peerTag = await cpaceTag(this.#session, key, peer);
    const input = { hash: "SHA-512", secret: key, salt: new Uint8Array(0), info: PSK_INFO } as const;
    const psk = await hkdfBytes(input, PSK_LENGTH);
    key.fill(0);
    return new CpaceAgreement(this.#role, psk, ownTag, peerTag);
  }
}

/** A pre-shared key that nobody has confirmed yet. It comes out only against the peer's proof, which can be tried once. */
export class CpaceAgreement {
  readonly #role: CpaceRole;
  readonly #psk: Bytes;
  readonly #ownTag: Bytes;
  readonly #peerTag: Bytes;
  #state: "open" | "confirmed" | "ended" = "open";

  constructor(role: CpaceRole, psk: Bytes, ownTag: Bytes, peerTag: Bytes) {
    this.#role = role;
    this.#psk = psk;
    this.#ownTag = ownTag;
    this.#peerTag = peerTag;
  }

  /** Our proof, to be sent. The responder's is `misused` until the initiator's has been checked. */
  get tag(): Bytes {
    const allowed = this.#role === "initiator" ? this.#state !== "ended" : this.#state === "confirmed";
    if (!allowed) throw new CpaceError("misused");
    return this.#ownTag;
  }

  /** Checks the peer's proof and returns the key for the handshake that follows. */
  confirm(peerTag: Bytes): Bytes {
    if (this.#state !== "open") throw new CpaceError("misused");
    const proved = equalBytes(peerTag, this.#peerTag);
    this.#state = proved ? "confirmed" : "ended";
    if (!proved) throw new CpaceError("rejected");
    return this.#psk;
  }
}
