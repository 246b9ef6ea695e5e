import type { Bytes } from "./bytes.ts";
import type { Fingerprint } from "./fingerprint.ts";

/** Who this installation is. The private key cannot be read, only used. */
export interface Identity {
  readonly keyPair: CryptoKeyPair;
  /** Raw. */
  readonly publicKey: Bytes;
  readonly fingerprint: Fingerprint;
}
