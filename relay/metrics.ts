import { memoryUsage } from "node:process";
import { type Flow, flowName } from "../src/transport/wire/flows.ts";
import type { CarrierKind } from "./carrier.ts";
import type { EndReason } from "./endings.ts";

/** Why a packet or frame was not passed on. */
export type DropReason =
  | "malformed"
  | "too-large"
  | "unknown-flow"
  /** Before hello, or a flow that the relay does not forward. */
  | "unexpected"
  /** The member in its SSRC is not the sender's. */
  | "spoofed"
  | "rate-limited"
  /** Its sender broke off, or took too long over it. */
  | "incomplete"
  /** Useless to this receiver: above the layer it wants, or waiting for a key frame. */
  | "thinned"
  /** The receiver does not keep up. */
  | "slow-receiver";

/** Why a connection was turned away or ended by the relay. */
export type RejectReason = EndReason | "handshake" | "too-many";

/** A family of counters that only go up. */
class Counters<Label extends string> {
  readonly #values = new Map<Label, number>();

  add(label: Label, amount = 1): void {
    this.#values.set(label, (this.#values.get(label) ?? 0) + amount);
  }

  get entries(): Iterable<readonly [Label, number]> {
    return this.#values;
  }
}

/** What is true at the moment of asking. */
export interface Gauges {
  readonly connections: ReadonlyMap<CarrierKind, number>;
  readonly rooms: number;
  readonly members: number;
}

/** What the relay counts: nothing that names a person, a device or a room. */
export class Metrics {
  readonly dropped = new Counters<DropReason>();
  readonly rejected = new Counters<RejectReason>();
  readonly #packets = new Counters<string>();
  readonly #bytes = new Counters<string>();

  /** One packet or frame on its way to one receiver. */
  forwarded(flow: Flow, bytes: number): void {
    this.#packets.add(flowName(flow));
    this.passedOn(flow, bytes);
  }

  /** A piece of a stream that has no end in sight, on its way to its receiver. */
  passedOn(flow: Flow, bytes: number): void {
    this.#bytes.add(flowName(flow), bytes);
  }

  /** Prometheus' text format. */
  render(gauges: Gauges): string {
    return [
      family("kith_connections", "gauge", "Clients now connected.", "carrier", gauges.connections),
      single("kith_rooms", "Rooms with somebody in them.", gauges.rooms),
      single("kith_members", "Places taken in all rooms.", gauges.members),
      family(
        "kith_forwarded_packets_total",
        "counter",
        "Packets and frames handed to receivers.",
        "flow",
        this.#packets.entries,
      ),
      family(
        "kith_forwarded_bytes_total",
        "counter",
        "Bytes handed to receivers.",
        "flow",
        this.#bytes.entries,
      ),
      family(
        "kith_dropped_total",
        "counter",
        "Packets and frames not passed on.",
        "reason",
        this.dropped.entries,
      ),
      family(
        "kith_rejected_total",
        "counter",
        "Connections turned away or ended.",
        "reason",
        this.rejected.entries,
      ),
      single("process_resident_memory_bytes", "Memory of the process.", memoryUsage().rss),
    ].join("");
  }
}

function family(
  name: string,
  type: "gauge" | "counter",
  help: string,
  label: string,
  entries: Iterable<readonly [string, number]>,
): string {
  const lines = [...entries].map(([value, count]) => `${name}{${label}="${value}"} ${count}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function single(name: string, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
}
