import { Channel, type DataHead, encodeDataHead } from "../../../src/transport/wire/data-head.ts";
import { Flow } from "../../../src/transport/wire/flows.ts";
import { framePacket } from "../../../src/transport/wire/framing.ts";
import type { Person } from "./call.ts";
import type { BegunStream } from "./client.ts";
import { concat, varint } from "./raw-session.ts";
import { until } from "./wait.ts";

type Writer = WritableStreamDefaultWriter<Uint8Array>;

/** What a data stream begins with. */
export function streamHead(head: DataHead): Uint8Array<ArrayBuffer> {
  return concat(varint(Flow.data), framePacket(encodeDataHead(head)));
}

/** A record of random bytes as it stands on the stream. */
export function record(bytes: number): Uint8Array<ArrayBuffer> {
  return framePacket(crypto.getRandomValues(new Uint8Array(bytes)));
}

/** Opens a data stream from one to the other. */
export async function openData(from: Person, to: Person, channel: number = Channel.control): Promise<Writer> {
  const writer = await from.client.link.openStream();
  await writer.write(streamHead({ from: from.member, to: to.member, channel }));
  return writer;
}

/** The data stream that has begun at this client, once its head has arrived. */
export function begins(at: Person, from: Person, channel: number = Channel.control): Promise<BegunStream> {
  const head = streamHead({ from: from.member, to: at.member, channel });
  const isIt = ({ bytes }: BegunStream) => startsWith(bytes, head);
  return until(() => at.client.begun.items.find(isIt), "a data stream");
}

/** Until exactly these bytes have come on it, its head included. */
export async function carries(stream: BegunStream, wanted: Uint8Array): Promise<void> {
  await until(() => stream.bytes.length >= wanted.length, `${wanted.length} bytes`);
  if (!(stream.bytes.length === wanted.length && startsWith(stream.bytes, wanted)))
    throw new Error("other bytes than were sent");
}

/** Writes as much as is taken within `patience` milliseconds of waiting, and returns how much that was. */
export async function fill(writer: Writer, piece: Uint8Array, patience = 1_000): Promise<number> {
  let taken = 0;
  for (;;) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stuck = new Promise<"stuck">((resolve) => {
      timer = setTimeout(() => resolve("stuck"), patience);
    });
    const outcome = await Promise.race([writer.write(piece).catch(() => "broken" as const), stuck]);
    clearTimeout(timer);
    if (outcome !== undefined) return taken;
    taken += piece.length;
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, index) => byte === bytes[index]);
}
