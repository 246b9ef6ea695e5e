import { Flow } from "../src/transport/wire/flows.ts";
import type { PacketName } from "../src/transport/wire/frame-head.ts";
import { parseDatagram } from "../src/transport/wire/framing.ts";
import { RecentPackets } from "../src/transport/wire/recent-packets.ts";
import type { ReceiveStream } from "./carrier.ts";
import { TwinStream } from "./twin-stream.ts";

/** Streams of frames that are remembered: as many seconds of them. */
const STREAMS = 256;

/** What a client sends by two connections, each thing of it once. Lives as long as there are two. */
export class TwoWays {
  readonly #sounds = new RecentPackets();
  readonly #streams = new Map<PacketName, TwinStream>();

  /** Whether this datagram has come by the other way. Reports may come twice: they are few, and harm nobody. */
  isRepeat(datagram: Uint8Array): boolean {
    const { flow, packet } = parseDatagram(datagram);
    return flow === Flow.audio && this.#sounds.has(packet);
  }

  /**
   * What to read in place of a stream of which `first` has been read; undefined where it is the second of two, and the one that is read
   * already has taken it in.
   */
  join(name: PacketName, stream: ReceiveStream, first: Uint8Array): ReceiveStream | undefined {
    const twin = this.#streams.get(name);
    if (twin !== undefined) {
      twin.add(stream, first);
      return undefined;
    }
    const fresh = new TwinStream(stream, first.length);
    this.#streams.set(name, fresh);
    for (const oldest of this.#streams.keys()) {
      if (this.#streams.size <= STREAMS) break;
      this.#streams.delete(oldest);
    }
    return fresh;
  }

  /** That stream has come to nothing: one of its name begins anew. */
  forget(name: PacketName): void {
    this.#streams.delete(name);
  }
}
