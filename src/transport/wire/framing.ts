import { WireError } from "./error.ts";
import { type Flow, flowName, isFlow } from "./flows.ts";
import { limits, maxPacket } from "./limits.ts";
import { readVarint, varintSize, writeVarint } from "./varint.ts";

/** One packet as it stands on a stream: its length as a varint, then its bytes. */
export function framePacket(packet: Uint8Array): Uint8Array<ArrayBuffer> {
  requireContent(packet.length, "packet");
  const framed = new Uint8Array(varintSize(packet.length) + packet.length);
  framed.set(packet, writeVarint(framed, 0, packet.length));
  return framed;
}

/** A whole stream that carries one packet: flow identifier, length, packet. */
export function frameStream(flow: Flow, packet: Uint8Array): Uint8Array<ArrayBuffer> {
  requireContent(packet.length, "packet");
  if (packet.length > maxPacket(flow)) throw new WireError("too-large", `${flowName(flow)} packet`);
  const stream = new Uint8Array(varintSize(flow) + varintSize(packet.length) + packet.length);
  stream.set(packet, writeVarint(stream, writeVarint(stream, 0, flow), packet.length));
  return stream;
}

/** A datagram: flow identifier, then the packet. */
export function frameDatagram(flow: Flow, packet: Uint8Array): Uint8Array<ArrayBuffer> {
  requireContent(packet.length, "datagram");
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
  requireContent(bytes.length - flow.size, "datagram");
  return { flow: flow.value, packet: bytes.subarray(flow.size) };
}

/**
 * Reads one stream: the flow identifier, then packets, however the bytes were cut on the way. A declared length is
 * held against the flow's limit before it is believed, and what is buffered is what has really arrived, at most doubled.
 */
export class StreamParser {
  #flow: Flow | undefined;
  /** Arrived, but not yet a whole packet. */
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes behind `#held` that belong to its buffer and are still free. */
  #room = 0;

  /** `flow` is for the answering half of a bidirectional stream, which carries no identifier of its own. */
  constructor(flow?: Flow) {
    this.#flow = flow;
  }

  /** Known once the first bytes are in. */
  get flow(): Flow | undefined {
    return this.#flow;
  }

  /** Takes the next bytes and returns the packets that they complete: views, partly of `chunk`, that nobody else writes to. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#append(chunk);
    const packets: Uint8Array[] = [];
    for (let packet = this.#next(); packet !== undefined; packet = this.#next()) packets.push(packet);
    return packets;
  }

  /** To be called at the stream's end: throws if it ended inside a packet. */
  end(): void {
    if (this.#held.length > 0 || this.#flow === undefined)
      throw new WireError("malformed", "stream ended early");
  }

  #next(): Uint8Array | undefined {
    this.#flow ??= this.#takeFlow();
    if (this.#flow === undefined) return undefined;
    const length = readVarint(this.#held);
    if (length === undefined) return undefined;
    requireContent(length.value, "packet");
    if (length.value > maxPacket(this.#flow)) throw new WireError("too-large", `packet of ${length.value}`);
    if (this.#held.length < length.size + length.value) return undefined;
    this.#take(length.size);
    return this.#take(length.value);
  }

  #takeFlow(): Flow | undefined {
    const flow = readVarint(this.#held);
    if (flow === undefined) return undefined;
    if (!isFlow(flow.value)) throw new WireError("unknown-flow", flowName(flow.value));
    this.#take(flow.size);
    return flow.value;
  }

  /** Without a copy where nothing is held; else into a buffer that grows by doubling, so that single bytes cost no more. */
  #append(chunk: Uint8Array): void {
    const held = this.#held;
    const length = held.length + chunk.length;
    if (held.length === 0) {
      this.#held = chunk;
      this.#room = 0;
    } else {
      if (this.#room < chunk.length) {
        const grown = new Uint8Array(2 * length);
        grown.set(held);
        this.#held = grown.subarray(0, held.length);
        this.#room = grown.length - held.length;
      }
      this.#held = new Uint8Array(this.#held.buffer, this.#held.byteOffset, length);
      this.#held.set(chunk, held.length);
      this.#room -= chunk.length;
    }
  }

  /** Removes `count` bytes, which have arrived. */
  #take(count: number): Uint8Array {
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }
}

function requireContent(length: number, what: string): void {
  if (length === 0) throw new WireError("malformed", `empty ${what}`);
}
