import { WireError } from "./error.ts";
import { Flow, flowName } from "./flows.ts";
import { MAX_MEMBER, type MemberId } from "./ssrc.ts";
import { readVarint } from "./varint.ts";

/** The first packet of a data stream: between whom the records behind it travel. Routing, not proof. */
export interface DataHead {
  readonly from: MemberId;
  readonly to: MemberId;
  /** Whose records they are, 0 to 255. */
  readonly channel: number;
}

/** Channels of the data flow. */
export const Channel = {
  /** Small messages that calls and links hang on: sent before pictures. All others are sent behind them. */
  control: 0,
  /** Chat and files. */
  chat: 1,
} as const;

const HEAD_LENGTH = 9;

export function encodeDataHead({ from, to, channel }: DataHead): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEAD_LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, from);
  view.setUint32(4, to);
  view.setUint8(8, channel);
  return bytes;
}

export function decodeDataHead(packet: Uint8Array): DataHead {
  if (packet.length !== HEAD_LENGTH) throw new WireError("malformed", `data head of ${packet.length}`);
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  return { from: memberAt(view, 0), to: memberAt(view, 4), channel: view.getUint8(8) };
}

/** Reads the head of a whole data stream, flow identifier and length in front, or returns undefined while it has not all arrived. */
export function readDataHead(stream: Uint8Array): DataHead | undefined {
  const flow = readVarint(stream);
  if (flow === undefined) return undefined;
  if (flow.value !== Flow.data) throw new WireError("unknown-flow", flowName(flow.value));
  const length = readVarint(stream, flow.size);
  if (length === undefined) return undefined;
  if (length.value !== HEAD_LENGTH) throw new WireError("malformed", `data head of ${length.value}`);
  const start = flow.size + length.size;
  return stream.length < start + HEAD_LENGTH
    ? undefined
    : decodeDataHead(stream.subarray(start, start + HEAD_LENGTH));
}

function memberAt(view: DataView, offset: number): MemberId {
  const member = view.getUint32(offset);
  if (member > MAX_MEMBER) throw new WireError("malformed", `member ${member}`);
  return member as MemberId;
}
