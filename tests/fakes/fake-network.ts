import type { CarrierKind, RelayAddress } from "../../src/transport/carrier.ts";
import type { Dial } from "../../src/transport/dial.ts";
import { TransportError } from "../../src/transport/error.ts";
import { type Answers, FakeRelayEnd, friendly } from "./fake-relay.ts";

/** A network with one relay, to be cut and healed, and everything that was dialled on it. */
export class FakeNetwork {
  /** What a dial meets: an open session, an error, or nothing at all until it is aborted. */
  condition: "up" | "down" | "hangs" = "up";
  /** What a dial ends on. Where that is a WebSocket, one by UDP alone fails. */
  kind: CarrierKind = "webtransport";
  /** How the relay answers on connections to come. */
  answers: Answers = friendly;
  /** When each dial was made, and where to. */
  readonly dials: { at: number; relay: RelayAddress }[] = [];
  readonly connections: FakeRelayEnd[] = [];
  inFlight = 0;
  mostAtOnce = 0;

  readonly dial: Dial = async (relay, signal) => {
    this.dials.push({ at: Date.now(), relay });
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.inFlight);
    try {
      return await this.#connect(relay, signal);
    } finally {
      this.inFlight--;
    }
  };

  /** Those that no end has closed. */
  get open(): FakeRelayEnd[] {
    return this.connections.filter(({ session }) => session.closeInfo === undefined);
  }

  get latest(): FakeRelayEnd {
    const latest = this.connections.at(-1);
    if (latest === undefined) throw new Error("Nothing has been dialled");
    return latest;
  }

  /** Nothing gets through any more, on connections as on dials, and nobody is told. */
  silence(): void {
    this.condition = "hangs";
    for (const connection of this.open) {
      connection.answers = () => [];
      connection.session.stall();
    }
  }

  async #connect({ webSocketUrl }: RelayAddress, signal: AbortSignal) {
    if (this.condition === "hangs") await new Promise((resolve) => signal.addEventListener("abort", resolve));
    if (signal.aborted) throw new TransportError("cancelled", "dial");
    const isBlocked = this.kind === "websocket" && webSocketUrl === undefined;
    if (this.condition === "down" || isBlocked)
      throw new TransportError("unreachable", "the network is down");
    const relay = new FakeRelayEnd(this.answers, this.kind);
    this.connections.push(relay);
    return relay.carrier;
  }
}
