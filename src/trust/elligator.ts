import { type Bytes, bytesToHex, hexToBytes } from "./bytes.ts";

// The field of X25519, and the A of its curve v² = u³ + Au² + u (RFC 7748).
const P = 2n ** 255n - 19n;
const A = 486_662n;

/**
 * The u coordinate of a point on the curve whose logarithm nobody knows, for 32 bytes, of which the topmost bit does not
 * count: Elligator 2 (RFC 9380 §6.7.1, with 2 as the non-square). Takes the same steps whatever the bytes.
 */
export function elligator(bytes: Bytes): Bytes {
  const r = BigInt.asUintN(255, BigInt(`0x${bytesToHex(bytes.toReversed())}`));
  const ratio = (2n * r * r) % P;
  // Never a division by zero: −1 is a square, and 2 is none. Of the two, exactly one is on the curve.
  const one = P - ((A * power(ratio + 1n, P - 2n)) % P);
  const other = (one * ratio) % P;
  const isOnCurve = power(one * (one * one + A * one + 1n), (P - 1n) / 2n) === 1n;
  const u = isOnCurve ? one : other;
  return hexToBytes(u.toString(16).padStart(64, "0")).reverse();
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % P;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
