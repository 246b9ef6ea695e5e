import { concatBytes } from "../transport/wire/concat-bytes.ts";
import type { MemberId } from "../transport/wire/ssrc.ts";
import { encodeUtf8 } from "../transport/wire/utf8.ts";
import type { Bytes } from "./bytes.ts";
import { HandshakeError } from "./handshake-error.ts";
import { hkdfAesKey } from "./hkdf.ts";

// XXpsk3 mixes its secret in last: without more, a relay that shakes hands itself would get to see whose static keys these are,
// and so who the two are. Whoever does not know the secret cannot even begin.

/** From whom to whom, in which room, and the secret that both know. */
export interface HandshakeEnvelope {
  /** 32 bytes. */
  readonly secret: Bytes;
  readonly room: Bytes;
  readonly from: MemberId;
  readonly to: MemberId;
}

const NONCE_LENGTH = 12;
const INFO = encodeUtf8("kith/1 handshake");

/** The nonce and the sealed Noise message. */
export async function sealHandshake(envelope: HandshakeEnvelope, noise: Bytes): Promise<Bytes> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH));
  const key = await keyOf(envelope, "encrypt");
  const sealed = await crypto.subtle.encrypt(paramsOf(envelope, nonce), key, noise);
  return concatBytes(nonce, new Uint8Array(sealed));
}

/** The Noise message; rejects with a HandshakeError unless it was sealed for this room, sender and receiver. */
export async function openHandshake(envelope: HandshakeEnvelope, sealed: Bytes): Promise<Bytes> {
  const key = await keyOf(envelope, "decrypt");
  const params = paramsOf(envelope, sealed.slice(0, NONCE_LENGTH));
  try {
    return new Uint8Array(await crypto.subtle.decrypt(params, key, sealed.slice(NONCE_LENGTH)));
  } catch (cause) {
    throw new HandshakeError("rejected", { cause });
  }
}

function keyOf({ secret, room }: HandshakeEnvelope, usage: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return hkdfAesKey({ hash: "SHA-256", secret, salt: room, info: INFO }, 16, usage);
}

function paramsOf({ from, to }: HandshakeEnvelope, iv: Bytes): AesGcmParams {
  const direction = new DataView(new ArrayBuffer(8));
  direction.setUint32(0, from);
  direction.setUint32(4, to);
  return { name: "AES-GCM", iv, additionalData: direction };
}
