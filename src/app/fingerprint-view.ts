import { hexToBytes } from "../trust/bytes.ts";
import { type Fingerprint, formatFingerprint } from "../trust/fingerprint.ts";
import { type Identicon, identiconOf } from "../trust/identicon.ts";

export { IDENTICON_SIZE } from "../trust/identicon.ts";

/** A fingerprint as people compare it. */
export interface FingerprintView {
  /** Sixteen groups of four hexadecimal digits: all of it. */
  readonly groups: readonly string[];
  readonly identicon: Identicon;
}

/** `hex` is a whole fingerprint, 64 characters, as the states carry it. */
export function fingerprintView(hex: string): FingerprintView {
  const fingerprint = hexToBytes(hex) as Fingerprint;
  return { groups: formatFingerprint(fingerprint).split(" "), identicon: identiconOf(fingerprint) };
}
