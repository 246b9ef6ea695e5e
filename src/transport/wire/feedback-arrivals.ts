import { WireError } from "./error.ts";
import { readUint32 } from "./frame-head.ts";
import type { Ssrc } from "./ssrc.ts";

/** What became of packets of one SSRC that followed one another. */
export interface StreamArrivals {
  readonly media: Ssrc;
  /** Of the first of them; 16 bits. */
  readonly firstSequence: number;
  /** Of each: milliseconds from its arrival to the report; undefined where it has not arrived. */
  readonly ages: readonly (number | undefined)[];
}

/** What RFC 8888 reports. */
export interface ArrivalsBody {
  /** Milliseconds of the receiver's clock, modulo 65,536 s. */
  readonly reportedAt: number;
  readonly streams: readonly StreamArrivals[];
}

/** More packets in one block than any path has under way for us between two reports. */
const MAX_REPORTED = 256;
const BLOCK_HEAD = 8;
const RECEIVED = 0x8000;
/** Arrival times are told in 1/1024 s; these two say "longer ago than can be told" and "not known". */
const TICKS_PER_MS = 1.024;
const OLDEST = 0x1ffd;
const UNKNOWN_AGE = 0x1fff;
/** Report times are told in 1/65536 s. */
const CLOCK_PER_MS = 65.536;

/** Everything behind the reporter's SSRC. */
export function encodeArrivals({ reportedAt, streams }: ArrivalsBody): Uint8Array<ArrayBuffer> {
  const length = streams.reduce((sum, { ages }) => sum + blockLength(ages.length), 4);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const { media, firstSequence, ages } of streams) {
    view.setUint32(offset, media);
    view.setUint16(offset + 4, firstSequence & 0xffff);
    view.setUint16(offset + 6, ages.length);
    for (const [i, age] of ages.entries())
      if (age !== undefined) view.setUint16(offset + BLOCK_HEAD + 2 * i, RECEIVED | ageTicks(age));
    offset += blockLength(ages.length);
  }
  view.setUint32(offset, Math.round(reportedAt * CLOCK_PER_MS) % 2 ** 32);
  return bytes;
}

export function decodeArrivals(bytes: Uint8Array): ArrivalsBody {
  const streams: StreamArrivals[] = [];
  const end = bytes.length - 4;
  let offset = 0;
  while (offset < end) {
    const media = readUint32(bytes, offset) as Ssrc;
    const head = readUint32(bytes, offset + 4);
    const count = head & 0xffff;
    const next = offset + blockLength(count);
    if (count > MAX_REPORTED) throw new WireError("too-large", `report on ${count} packets`);
    if (next > end) throw new WireError("malformed", "report past its end");
    streams.push({ media, firstSequence: head >>> 16, ages: readAges(bytes, offset + BLOCK_HEAD, count) });
    offset = next;
  }
  if (offset !== end) throw new WireError("malformed", "report without its time");
  return { reportedAt: readUint32(bytes, end) / CLOCK_PER_MS, streams };
}

function readAges(bytes: Uint8Array, offset: number, count: number): (number | undefined)[] {
  return Array.from({ length: count }, (_, i) => {
    const metric = ((bytes[offset + 2 * i] ?? 0) << 8) | (bytes[offset + 2 * i + 1] ?? 0);
    const ticks = metric & 0x1fff;
    return (metric & RECEIVED) === 0 || ticks === UNKNOWN_AGE ? undefined : ticks / TICKS_PER_MS;
  });
}

function ageTicks(age: number): number {
  return Math.min(OLDEST, Math.max(0, Math.round(age * TICKS_PER_MS)));
}

/** A block of an odd number of packets is padded to whole words. */
function blockLength(count: number): number {
  return BLOCK_HEAD + 4 * Math.ceil(count / 2);
}
