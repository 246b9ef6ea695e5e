import type { Bytes } from "./bytes.ts";
import { SframeError } from "./sframe-error.ts";

/** In front of every sealed frame, in the clear (RFC 9605 §4.3). */
export interface SframeHeader {
  /** Names the key (KID). Below 2⁵³. */
  readonly keyId: number;
  /** Of frames under that key (CTR). Below 2⁵³. */
  readonly counter: number;
}

/** The header with the bytes it took. */
export interface DecodedSframeHeader extends SframeHeader {
  readonly size: number;
}

/** Set in either half of the first byte: the number itself follows, and the half has its length less one. */
const EXTENDED = 0x8;

export function encodeSframeHeader({ keyId, counter }: SframeHeader): Bytes {
  const keyIdSize = extendedSize(keyId);
  const counterSize = extendedSize(counter);
  const header = new Uint8Array(1 + keyIdSize + counterSize);
  header[0] = (nibble(keyId, keyIdSize) << 4) | nibble(counter, counterSize);
  writeNumber(header, 1, keyIdSize, keyId);
  writeNumber(header, 1 + keyIdSize, counterSize, counter);
  return header;
}

/** Each header has one encoding: a number that would fit into fewer bytes is refused, as is one past 2⁵³−1. */
export function decodeSframeHeader(bytes: Uint8Array): DecodedSframeHeader {
  const first = bytes[0];
  if (first === undefined) throw new SframeError("malformed");
  const keyId = readNumber(bytes, 1, first >> 4);
  const counter = readNumber(bytes, 1 + keyId.size, first & 0xf);
  return { keyId: keyId.value, counter: counter.value, size: 1 + keyId.size + counter.size };
}

/** Bytes behind the first one that `value` takes: none up to 7. */
function extendedSize(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not an SFrame number: ${value}`);
  if (value < EXTENDED) return 0;
  let size = 1;
  for (let rest = Math.floor(value / 0x100); rest > 0; rest = Math.floor(rest / 0x100)) size++;
  return size;
}

function nibble(value: number, size: number): number {
  return size === 0 ? value : EXTENDED | (size - 1);
}

function writeNumber(target: Uint8Array, offset: number, size: number, value: number): void {
  let rest = value;
  for (let i = size - 1; i >= 0; i--) {
    target[offset + i] = rest % 0x100;
    rest = Math.floor(rest / 0x100);
  }
}

function readNumber(bytes: Uint8Array, offset: number, half: number): { value: number; size: number } {
  if (half < EXTENDED) return { value: half, size: 0 };
  const size = (half & 0x7) + 1;
  if (bytes.length < offset + size) throw new SframeError("malformed");
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 0x100 + (bytes[offset + i] ?? 0);
  if (!Number.isSafeInteger(value) || extendedSize(value) !== size) throw new SframeError("malformed");
  return { value, size };
}
