import { WireError } from "./error.ts";
import { type Flow, flowName, isFlow } from "./flows.ts";
import { limits, maxPacket } from "./limits.ts";
import { readVarint, varintSize, writeVarint } from "./varint.ts";

/** One packet as it stands on a stream: its length as a varint, then its bytes. */
export function framePacket(packet: Uint8Array): Uint8Array<ArrayBuffer> {
  const framed = new Uint8Array(varintSize(packet.length) + packet.length);
  framed.set(packet, writeVarint(framed, 0, packet.length));
  return framed;
}

/** A whole stream that carries one packet: flow identifier, length, packet. */
export function frameStream(flow: Flow, packet: Uint8Array): Uint8Array<ArrayBuffer> {
  if (packet.length > maxPacket(flow)) throw new WireError("too-large", `${flowName(flow)} packet`);
  const stream = new Uint8Array(varintSize(flow) + varintSize(packet.length) + packet.length);
  stream.set(packet, writeVarint(stream, writeVarint(stream, 0, flow), packet.length));
  return stream;
}

/** A datagram: flow identifier, then the packet. */
export function frameDatagram(flow: Flow, packet: Uint8Array): Uint8Array<ArrayBuffer> {
  const datagram = new Uint8Array(varintSize(flow) + packet.length);
  if (datagram.length > limits.datagram) throw new WireError("too-large", `${flowName(flow)} datagram`);
  datagram.set(packet, writeVarint(datagram, 0, flow));
  return datagram;
}

/** A datagram taken apart. The packet is a view of the given bytes. */
export interface Datagram {
  readonly flow: Flow;
  readonly packet: Uint8Array;
}

/** Takes a datagram apart; throws for an unknown flow, one without a packet, and one past the limit. */
export function parseDatagram(bytes: Uint8Array): Datagram {
  if (bytes.length > limits.datagram) throw new WireError("too-large", `datagram of ${bytes.length}`);
  const flow = readVarint(bytes);
  if (flow === undefined) throw new WireError("malformed", "datagram without flow");
  if (!isFlow(flow.value)) throw new WireError("unknown-flow", flowName(flow.value));
  if (bytes.length === flow.size) throw new WireError("malformed", "datagram without packet");
  return { flow: flow.value, packet: bytes.subarray(flow.size) };
}

/**
 * Reads one stream: the flow identifier, then packets, however the bytes were cut on the way. A declared length is
 * held against the flow's limit before it is believed, and what is buffered is only what has really arrived.
 */
export class StreamParser {
  #flow: Flow | undefined;
  #chunks: Uint8Array[] = [];
  #buffered = 0;

  /** `flow` is for the answering half of a bidirectional stream, which carries no identifier of its own. */
  constructor(flow?: Flow) {
    this.#flow = flow;
  }

  /** Known once the first bytes are in. */
  get flow(): Flow | undefined {
    return this.#flow;
  }

  /** Takes the next bytes and returns the packets that they complete. */
  push(chunk: Uint8Array): Uint8Array[] {
    if (chunk.length === 0) return [];
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    const packets: Uint8Array[] = [];
    for (let packet = this.#next(); packet !== undefined; packet = this.#next()) packets.push(packet);
    return packets;
  }

  /** To be called at the stream's end: throws if it ended inside a packet. */
  end(): void {
    if (this.#buffered > 0 || this.#flow === undefined)
      throw new WireError("malformed", "stream ended early");
  }

  #next(): Uint8Array | undefined {
    if (this.#flow === undefined && !this.#readFlow()) return undefined;
    if (this.#flow === undefined) return undefined;
    const head = this.#peek(8);
    const length = readVarint(head);
    if (length === undefined) return undefined;
    if (length.value > maxPacket(this.#flow)) throw new WireError("too-large", `packet of ${length.value}`);
    if (this.#buffered < length.size + length.value) return undefined;
    this.#take(length.size);
    return this.#take(length.value);
  }

  #readFlow(): boolean {
    const flow = readVarint(this.#peek(8));
    if (flow === undefined) return false;
    if (!isFlow(flow.value)) throw new WireError("unknown-flow", flowName(flow.value));
    this.#take(flow.size);
    this.#flow = flow.value;
    return true;
  }

  /** Up to `count` of the first bytes. */
  #peek(count: number): Uint8Array {
    const first = this.#chunks[0];
    if (first === undefined) return new Uint8Array(0);
    if (first.length >= count || this.#chunks.length === 1) return first.subarray(0, count);
    const bytes = new Uint8Array(Math.min(count, this.#buffered));
    let filled = 0;
    for (const chunk of this.#chunks) {
      if (filled === bytes.length) break;
      const part = chunk.subarray(0, bytes.length - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
    return bytes;
  }

  /** Removes `count` bytes, which have arrived. Without a copy where they came in one chunk. */
  #take(count: number): Uint8Array {
    this.#buffered -= count;
    const first = this.#chunks[0];
    if (first !== undefined && first.length > count) {
      this.#chunks[0] = first.subarray(count);
      return first.subarray(0, count);
    }
    const taken = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const chunk = this.#chunks.shift();
      if (chunk === undefined) throw new WireError("malformed", "bytes are missing");
      const part = chunk.subarray(0, count - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length < chunk.length) this.#chunks.unshift(chunk.subarray(part.length));
    }
    return taken;
  }
}
