import type { RelayMessage } from "../src/transport/wire/signaling.ts";
import { Admission, type Place } from "./admission.ts";
import type { Carrier, CarrierKind } from "./carrier.ts";
import { Connection, type Shared } from "./connection.ts";
import { DataStreams } from "./data-streams.ts";
import { Forwarder } from "./forward.ts";
import { log } from "./log.ts";
import { Mailboxes } from "./mailboxes.ts";
import { type Gauges, Metrics } from "./metrics.ts";
import { relayTimeouts } from "./relay-limits.ts";
import { Rooms } from "./rooms.ts";
import { Tickets } from "./tickets.ts";
import type { TokenCheck } from "./tokens.ts";

/** All connections, whatever carries them, and what they share. */
export class Relay {
  readonly admission: Admission;
  readonly metrics = new Metrics();
  readonly #rooms = new Rooms();
  readonly #connections = new Set<Connection>();
  readonly #shared: Shared;
  readonly #ticking: ReturnType<typeof setInterval>;
  #lastNumber = 0;
  #draining = false;

  /** `now` is milliseconds of a clock that does not run back. */
  constructor(allows: TokenCheck, now: () => number) {
    this.admission = new Admission(now);
    this.#shared = {
      rooms: this.#rooms,
      mailboxes: new Mailboxes(now),
      forwarder: new Forwarder(this.#rooms, this.metrics, now),
      dataStreams: new DataStreams(this.#rooms, this.metrics, now),
      tickets: new Tickets(),
      allows,
      admission: this.admission,
      metrics: this.metrics,
      now,
    };
    this.#ticking = setInterval(() => this.#tick(now()), relayTimeouts.tick);
  }

  /** Whether new clients are to go elsewhere. */
  get draining(): boolean {
    return this.#draining;
  }

  get gauges(): Gauges {
    const connections = new Map<CarrierKind, number>([
      ["webtransport", 0],
      ["websocket", 0],
    ]);
    for (const { carrierKind } of this.#connections)
      connections.set(carrierKind, (connections.get(carrierKind) ?? 0) + 1);
    return { connections, rooms: this.#rooms.roomCount, members: this.#rooms.memberCount };
  }

  /** Serves a client whose session is open, until it is gone. The carrier and the place are the relay's from now on. */
  async serve(carrier: Carrier, place: Place): Promise<void> {
    const connection = new Connection(++this.#lastNumber, carrier, place, this.#shared);
    this.#connections.add(connection);
    log.info("connected", { connection: connection.number, carrier: carrier.kind });
    if (this.#draining) connection.end("draining");
    await connection.run();
    this.#connections.delete(connection);
    log.info("disconnected", { connection: connection.number });
  }

  tellEveryone(message: RelayMessage): void {
    for (const connection of this.#connections) connection.tell(message);
  }

  /** Asks every client to move, gives them a moment, and ends what is left. */
  async drain(): Promise<void> {
    this.#draining = true;
    this.tellEveryone({ type: "going-away", within: relayTimeouts.drain });
    const deadline = this.#shared.now() + relayTimeouts.drain;
    while (this.#connections.size > 0 && this.#shared.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    for (const connection of this.#connections) connection.end("draining");
    clearInterval(this.#ticking);
  }

  #tick(now: number): void {
    for (const connection of this.#connections) connection.tick(now);
    this.#shared.dataStreams.tick(now);
    this.#shared.mailboxes.tick();
    this.admission.tick();
  }
}
