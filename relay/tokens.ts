import { errors, importSPKI, jwtVerify } from "jose";
import { RelayError } from "./relay-error.ts";

/** Decides who may enter which room, on a relay whose operator wants to know. */
export type TokenCheck = (token: string | undefined, room: Uint8Array) => Promise<boolean>;

/** HS256 is as strong as its secret: as many bytes as its hash has, or more. */
const SHORTEST_SECRET = 32;

/** Without a key everybody may enter every room whose name they know. */
export const everybody: TokenCheck = () => Promise.resolve(true);

/**
 * A check against one key: a PEM public key takes EdDSA tokens, anything else is the secret of HS256 tokens. A token
 * must expire; one with a `room` claim (hex) is good for that room alone. What was wrong with a token stays unsaid.
 */
export async function tokenCheck(key: string): Promise<TokenCheck> {
  const isPublic = key.includes("-----BEGIN PUBLIC KEY-----");
  const verifying = isPublic ? await importPublicKey(key) : new TextEncoder().encode(key);
  if (verifying instanceof Uint8Array && verifying.length < SHORTEST_SECRET)
    throw new RelayError(
      "config",
      `KITH_TOKEN_KEY is too short: a secret needs ${SHORTEST_SECRET} characters.`,
    );
  const options = { algorithms: [isPublic ? "EdDSA" : "HS256"], requiredClaims: ["exp"] };
  return async (token, room) => {
    if (token === undefined) return false;
    try {
      const { payload } = await jwtVerify(token, verifying, options);
      const claim = payload["room"];
      return claim === undefined || claim === room.toHex();
    } catch (error) {
      if (error instanceof errors.JOSEError) return false;
      throw error;
    }
  };
}

async function importPublicKey(pem: string): Promise<CryptoKey> {
  try {
    return await importSPKI(pem, "EdDSA");
  } catch (cause) {
    throw new RelayError("config", "KITH_TOKEN_KEY is not an Ed25519 public key in PEM.", { cause });
  }
}
