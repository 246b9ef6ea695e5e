import { WireError } from "./error.ts";

/** What a relay may know of a frame without decrypting it (RFC 9626, long form; a frame is always one packet). */
export interface FrameMarking {
  /** Decodable without any other frame. */
  readonly keyFrame: boolean;
  /** No other frame refers to it: the first to go when the network is slow. */
  readonly discardable: boolean;
  /** Refers to frames of the base layer only, so a receiver can move up to this layer here. */
  readonly baseSync: boolean;
  /** 0 is the base; 7 at most. */
  readonly temporalLayer: number;
  /** Counts frames of the base layer, modulo 256. */
  readonly baseIndex: number;
}

const START_AND_END = 0xc0;

export function encodeMarking(marking: FrameMarking): DataView {
  const view = new DataView(new ArrayBuffer(3));
  const flags =
    (marking.keyFrame ? 0x20 : 0) | (marking.discardable ? 0x10 : 0) | (marking.baseSync ? 0x08 : 0);
  view.setUint8(0, START_AND_END | flags | (marking.temporalLayer & 0x07));
  view.setUint8(1, 0);
  view.setUint8(2, marking.baseIndex & 0xff);
  return view;
}

export function decodeMarking(view: DataView): FrameMarking {
  if (view.byteLength !== 3) throw new WireError("malformed", "frame marking");
  const flags = view.getUint8(0);
  return {
    keyFrame: (flags & 0x20) !== 0,
    discardable: (flags & 0x10) !== 0,
    baseSync: (flags & 0x08) !== 0,
    temporalLayer: flags & 0x07,
    baseIndex: view.getUint8(2),
  };
}
