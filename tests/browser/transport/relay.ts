import { vi } from "vitest";
import { commands } from "vitest/browser";
import { type CarrierKind, type RelayAddress, startWebSocket } from "../../../src/transport/carrier.ts";
import { DataTransport } from "../../../src/transport/data-transport.ts";
import { dial } from "../../../src/transport/dial.ts";
import { IncomingStreams } from "../../../src/transport/incoming-streams.ts";
import { type Arrival, MediaTransport } from "../../../src/transport/media-transport.ts";
import { Signaling } from "../../../src/transport/signaling.ts";
import { fetchRelayAddress } from "../../../src/transport/well-known.ts";
import type { DataHead } from "../../../src/transport/wire/data-head.ts";
import type { RelayMessage } from "../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { RunningRelay } from "./relay-commands.ts";

declare module "vitest/browser" {
  interface BrowserCommands {
    startRelay(port?: number): Promise<RunningRelay>;
    killRelay(pid: number): Promise<void>;
  }
}

export type { RunningRelay };
export const startRelay = (port?: number) => commands.startRelay(port);
export const killRelay = (relay: RunningRelay) => commands.killRelay(relay.pid);
export const addressOf = (relay: RunningRelay) => fetchRelayAddress(relay.wellKnownUrl)(false);

/** Waits until it holds, however busy the machine is. */
export const eventually = (assertion: () => unknown) =>
  vi.waitFor(assertion, { timeout: 20_000, interval: 20 });

export const newRoom = () => crypto.getRandomValues(new Uint8Array(16));

/** A client in a room, and everything that it has heard. */
export interface Client {
  readonly signaling: Signaling;
  readonly media: MediaTransport;
  readonly data: DataTransport;
  readonly member: MemberId;
  readonly messages: RelayMessage[];
  readonly packets: Arrival[];
  readonly records: Received[];
}

/** A record, or undefined where its stream ended. */
export interface Received {
  readonly head: DataHead;
  readonly record: Uint8Array | undefined;
}

const clients: Signaling[] = [];

/** By the carrier that a dial ends on, or by this one alone. */
export async function enter(
  address: RelayAddress,
  room: Uint8Array<ArrayBuffer>,
  kind?: CarrierKind,
): Promise<Client> {
  const carrier = await carrierOf(address, kind);
  const { signaling } = await Signaling.open(carrier, { agent: "test" }, () => performance.now());
  clients.push(signaling);
  const messages: RelayMessage[] = [];
  signaling.on("message", (message) => messages.push(message));
  const streams = new IncomingStreams(signaling);
  const media = MediaTransport.fromSignaling(signaling, streams);
  const packets: Arrival[] = [];
  media.on("packet", (arrival) => packets.push(arrival));
  const data = new DataTransport(signaling, streams);
  const records: Received[] = [];
  data.listen({
    record: (head, record) => void records.push({ head, record }),
    ended: (head) => records.push({ head, record: undefined }),
  });
  const { member } = await signaling.join(room);
  return { signaling, media, data, member, messages, packets, records };
}

/**
 * A dial that is to end on a WebSocket would have to fail at WebTransport first, and Chromium makes every WebTransport of the
 * next five minutes wait for that, twice as long each time: the tenth time, longer than a dial may take.
 */
async function carrierOf(address: RelayAddress, kind: CarrierKind | undefined) {
  if (kind !== "websocket")
    return dial(kind ? { ...address, webSocketUrl: undefined } : address, new AbortController().signal);
  const carrier = await startWebSocket(address.webSocketUrl ?? "");
  await carrier.session.ready;
  return carrier;
}

export function closeAll(): void {
  for (const signaling of clients.splice(0)) signaling.close();
}
