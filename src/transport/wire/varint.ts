import { WireError } from "./error.ts";

/** A QUIC variable-length integer (RFC 9000 §16) with the bytes it took. */
export interface Varint {
  readonly value: number;
  readonly size: number;
}

/** Bytes that `value` takes as a varint: 1, 2, 4 or 8. Throws for what is not a safe non-negative integer. */
export function varintSize(value: number): 1 | 2 | 4 | 8 {
  if (!Number.isSafeInteger(value) || value < 0) throw new WireError("too-large", `varint ${value}`);
  if (value < 0x40) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x4000_0000) return 4;
  return 8;
}

/** Writes `value` into `target` at `offset` and returns the offset behind it. */
export function writeVarint(target: Uint8Array, offset: number, value: number): number {
  const size = varintSize(value);
  let rest = value;
  for (let i = size - 1; i >= 0; i--) {
    target[offset + i] = rest % 0x100;
    rest = Math.floor(rest / 0x100);
  }
  const prefix = size === 1 ? 0x00 : size === 2 ? 0x40 : size === 4 ? 0x80 : 0xc0;
  target[offset] = (target[offset] ?? 0) | prefix;
  return offset + size;
}

/** The varint as bytes of its own. */
export function encodeVarint(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(varintSize(value));
  writeVarint(bytes, 0, value);
  return bytes;
}

/**
 * Reads a varint at `offset`, or returns undefined while its bytes have not all arrived.
 * Values past 2⁵³−1 are legal in QUIC and useless as a length here: they are refused.
 */
export function readVarint(bytes: Uint8Array, offset = 0): Varint | undefined {
  const first = bytes[offset];
  if (first === undefined) return undefined;
  const size = 1 << (first >> 6);
  if (bytes.length - offset < size) return undefined;
  let value = first & 0x3f;
  for (let i = 1; i < size; i++) value = value * 0x100 + (bytes[offset + i] ?? 0);
  if (!Number.isSafeInteger(value)) throw new WireError("too-large", "varint past 2^53-1");
  return { value, size };
}
