import { limits } from "../transport/wire/limits.ts";
import { PayloadType } from "../transport/wire/rtp.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** One Opus frame. */
export interface AudioFrame {
  /** In samples of the sender. */
  readonly timestamp: number;
  readonly data: Bytes;
}

/** What goes into a packet: one Opus frame, or several in a row of blocks (RFC 2198). */
export interface AudioPayload {
  readonly payloadType: PayloadType;
  readonly payload: Bytes;
}

/** The farthest back that a copy may reach, in packets, and so how many frames are kept for it. */
export const MAX_OFFSET = 12;
/** What fits into the fields of a block's head. */
const MAX_TIME_BACK = 2 ** 14 - 1;
const MAX_COPY = 2 ** 10 - 1;
/** Payload type of a copy, distance in time, length. */
const COPY_HEAD = 4;
/** Payload type of the frame itself. */
const FRAME_HEAD = 1;
/** More blocks than any sender has reason for. */
const MAX_COPIES = 4;
/** Largest header and tag of a seal (RFC 9605), and the flow's identifier. */
const SEAL = 17 + 16 + 1;
/** What is left of a datagram. */
const MAX_PAYLOAD = limits.datagram - limits.frameHead - SEAL;
const MORE = 0x80;

/** Puts copies of earlier frames beside each new one, so that what is lost comes once more. One for each encoder. */
export class AudioCopies {
  #earlier: AudioFrame[] = [];

  /** `offsets` are how many frames before this one each copy is, ascending. Frames come in order. */
  pack(frame: AudioFrame, offsets: readonly number[]): AudioPayload {
    const copies = this.#choose(frame, offsets);
    this.#earlier = [frame, ...this.#earlier].slice(0, MAX_OFFSET);
    if (copies.length === 0) return { payloadType: PayloadType.opus, payload: frame.data };
    return { payloadType: PayloadType.red, payload: encode(frame, copies) };
  }

  /** As many as fit, the nearest first: they are the soonest of use. */
  #choose(frame: AudioFrame, offsets: readonly number[]): AudioFrame[] {
    let room = MAX_PAYLOAD - FRAME_HEAD - frame.data.length;
    const chosen: AudioFrame[] = [];
    for (const offset of offsets.slice(0, MAX_COPIES)) {
      const copy = this.#earlier[offset - 1];
      if (copy === undefined || frame.timestamp - copy.timestamp > MAX_TIME_BACK) continue;
      room -= COPY_HEAD + copy.data.length;
      if (room < 0 || copy.data.length > MAX_COPY) break;
      chosen.push(copy);
    }
    return chosen;
  }
}

/**
 * The frames in a packet in the order of time, the packet's own last; undefined if it is malformed. `timestamp` is the
 * packet's.
 */
export function unpackAudio(
  payloadType: PayloadType,
  payload: Bytes,
  timestamp: number,
): AudioFrame[] | undefined {
  if (payloadType === PayloadType.opus && payload.length > 0) return [{ timestamp, data: payload }];
  if (payloadType !== PayloadType.red) return undefined;
  const heads = decodeHeads(payload);
  if (heads === undefined) return undefined;
  let start = heads.length * COPY_HEAD + FRAME_HEAD;
  const copies = heads.map(({ timeBack, length }) => {
    const data = payload.subarray(start, start + length);
    start += length;
    return { timestamp: timestamp - timeBack, data };
  });
  if (start >= payload.length) return undefined;
  return [...copies, { timestamp, data: payload.subarray(start) }];
}

interface CopyHead {
  readonly timeBack: number;
  readonly length: number;
}

/** Those of all copies, the farthest back first; undefined if they are not such, or not all there. */
function decodeHeads(payload: Bytes): CopyHead[] | undefined {
  const heads: CopyHead[] = [];
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  let at = 0;
  let before = Number.POSITIVE_INFINITY;
  for (; at + COPY_HEAD <= payload.length && ((payload[at] ?? 0) & MORE) !== 0; at += COPY_HEAD) {
    const head = view.getUint32(at);
    const timeBack = (head >>> 10) & MAX_TIME_BACK;
    const length = head & MAX_COPY;
    const isOpus = payload[at] === (MORE | PayloadType.opus);
    if (!isOpus || timeBack === 0 || timeBack >= before || length === 0) return undefined;
    heads.push({ timeBack, length });
    if (heads.length > MAX_COPIES) return undefined;
    before = timeBack;
  }
  return payload[at] === PayloadType.opus ? heads : undefined;
}

function encode(frame: AudioFrame, copies: readonly AudioFrame[]): Bytes {
  const blocks = [...copies.toReversed(), frame];
  const length = blocks.reduce((sum, { data }) => sum + data.length, copies.length * COPY_HEAD + FRAME_HEAD);
  const payload = new Uint8Array(length);
  const view = new DataView(payload.buffer);
  let head = 0;
  let body = copies.length * COPY_HEAD + FRAME_HEAD;
  for (const { timestamp, data } of blocks) {
    if (timestamp === frame.timestamp) payload[head] = PayloadType.opus;
    else {
      view.setUint32(head, ((frame.timestamp - timestamp) << 10) | data.length);
      payload[head] = MORE | PayloadType.opus;
    }
    payload.set(data, body);
    head += COPY_HEAD;
    body += data.length;
  }
  return payload;
}
