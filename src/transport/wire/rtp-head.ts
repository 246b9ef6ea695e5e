import { WireError } from "./error.ts";

/** Bytes of an RTP header without contributing sources and extensions (RFC 3550). */
export const FIXED_HEADER = 12;
/** What begins header extensions of which each says in one byte who and how long it is (RFC 8285). */
export const ONE_BYTE_PROFILE = 0xbede;
/** The id at which readers have to stop. */
const RESERVED_ID = 15;

/** Bytes of an RTP header with its extensions, or undefined while too few are there to know. */
export function rtpHeadLength(packet: Uint8Array): number | undefined {
  const first = packet[0];
  if (first === undefined || packet.length < FIXED_HEADER) return undefined;
  if (first >> 6 !== 2) throw new WireError("malformed", "not RTP version 2");
  const withoutExtensions = FIXED_HEADER + (first & 0x0f) * 4;
  if ((first & 0x10) === 0) return withoutExtensions;
  if (packet.length < withoutExtensions + 4) return undefined;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  return withoutExtensions + 4 + view.getUint16(withoutExtensions + 2) * 4;
}

/** The one-byte extensions of a complete header by their ids: where an id comes several times, the last. */
export function readExtensions(head: DataView): ReadonlyMap<number, DataView> {
  const extensions = new Map<number, DataView>();
  const flags = head.getUint8(0);
  let offset = FIXED_HEADER + (flags & 0x0f) * 4;
  if ((flags & 0x10) === 0 || head.getUint16(offset) !== ONE_BYTE_PROFILE) return extensions;
  offset += 4;
  while (offset < head.byteLength) {
    const element = head.getUint8(offset);
    const id = element >> 4;
    if (id === RESERVED_ID) break;
    const length = id === 0 ? 0 : (element & 0x0f) + 1;
    offset += 1;
    if (offset + length > head.byteLength) throw new WireError("malformed", "header extension past its end");
    if (id !== 0) extensions.set(id, new DataView(head.buffer, head.byteOffset + offset, length));
    offset += length;
  }
  return extensions;
}
