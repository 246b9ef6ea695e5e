import { Channel, type DataHead } from "../src/transport/wire/data-head.ts";
import { Flow } from "../src/transport/wire/flows.ts";
import { limits } from "../src/transport/wire/limits.ts";
import { BULK, CONTROL, type ReceiveStream } from "./carrier.ts";
import { DataStream } from "./data-stream.ts";
import { DropError } from "./drop-error.ts";
import type { Metrics } from "./metrics.ts";
import { Pace } from "./pace.ts";
import { relayLimits, relayTimeouts } from "./relay-limits.ts";
import type { Member, Occupant, Rooms } from "./rooms.ts";
import { Turns } from "./turns.ts";

/**
 * The data streams between members. It reads no more of one than its head, and insists that the sender is who it says
 * there and that both are in one room; what the records say is between the two.
 */
export class DataStreams {
  readonly #rooms: Rooms;
  readonly #metrics: Metrics;
  readonly #now: () => number;
  /** By receiver, oldest first, each with its sender. */
  readonly #towards = new Map<Occupant, Map<DataStream, Occupant>>();
  readonly #lanes = new WeakMap<Occupant, Lanes>();

  constructor(rooms: Rooms, metrics: Metrics, now: () => number) {
    this.#rooms = rooms;
    this.#metrics = metrics;
    this.#now = now;
  }

  /** Carries a stream of `sender`, of which `first` has arrived, to where its head says; resolves at its end. */
  async carry(sender: Occupant, source: ReceiveStream, head: DataHead, first: Uint8Array): Promise<void> {
    const { from, to } = this.#ends(sender, head);
    const receiver = to.occupant;
    const stream = new DataStream(source, this.#now);
    this.#admit(stream, sender, receiver);
    from.ties.add(stream);
    to.ties.add(stream);
    const isControl = head.channel === Channel.control;
    const pass = async (bytes: number, write: () => Promise<void>) => {
      if (isControl) {
        await this.#lanesOf(sender).sentControl.take(bytes);
        await this.#lanesOf(receiver).receivedControl.take(bytes);
        await write();
      } else await this.#lanesOf(receiver).receivedBulk.take(write);
      this.#metrics.passedOn(Flow.data, bytes);
    };
    try {
      await stream.run(receiver.downlink.openStream(isControl ? CONTROL : BULK), first, pass);
    } finally {
      from.ties.delete(stream);
      to.ties.delete(stream);
      this.#forget(stream, receiver);
    }
  }

  /** To be called now and then: gives up the streams that a receiver leaves standing. */
  tick(now: number): void {
    for (const streams of this.#towards.values()) {
      let stuck = 0;
      for (const stream of [...streams.keys()].reverse()) {
        const milliseconds = stream.stuckFor(now);
        if (milliseconds > relayTimeouts.dataSlow) stuck++;
        if (milliseconds <= relayTimeouts.dataStuck && stuck <= relayLimits.stuckDataStreams) continue;
        this.#metrics.dropped.add("slow-receiver");
        stream.cut();
      }
    }
  }

  #ends(sender: Occupant, head: DataHead): { from: Member; to: Member } {
    const from = this.#rooms.member(head.from);
    const to = this.#rooms.member(head.to);
    if (from?.occupant !== sender) throw new DropError("spoofed");
    if (to === undefined || to === from || to.room !== from.room) throw new DropError("unexpected");
    return { from, to };
  }

  #admit(stream: DataStream, sender: Occupant, receiver: Occupant): void {
    const streams = this.#towards.get(receiver) ?? new Map<DataStream, Occupant>();
    const ofSender = [...streams.values()].filter((other) => other === sender).length;
    if (streams.size >= limits.dataStreams || ofSender >= relayLimits.dataStreamsPerPeer)
      throw new DropError("rate-limited");
    streams.set(stream, sender);
    this.#towards.set(receiver, streams);
  }

  #forget(stream: DataStream, receiver: Occupant): void {
    const streams = this.#towards.get(receiver);
    streams?.delete(stream);
    if (streams?.size === 0) this.#towards.delete(receiver);
  }

  #lanesOf(connection: Occupant): Lanes {
    const known = this.#lanes.get(connection);
    if (known !== undefined) return known;
    const { control, controlOfSender } = relayLimits;
    const lanes: Lanes = {
      sentControl: new Pace(controlOfSender.bytesPerSecond, controlOfSender.burst, this.#now),
      receivedControl: new Pace(control.bytesPerSecond, control.burst, this.#now),
      receivedBulk: new Turns(),
    };
    this.#lanes.set(connection, lanes);
    return lanes;
  }
}

/** What keeps data from pushing media aside, for one connection. */
interface Lanes {
  /** Control goes before pictures, and so must be little. */
  readonly sentControl: Pace;
  readonly receivedControl: Pace;
  /** However many bulk streams there are, they press on the connection no harder than one, and leave room for the rest. */
  readonly receivedBulk: Turns;
}
