import { type PacketName, readName } from "./frame-head.ts";

/** Some seconds of a call of several. */
const REMEMBERED = 2048;

/** Which packets have come of late, where each may come twice. */
export class RecentPackets {
  readonly #names = new Set<PacketName>();

  /** Whether that packet has come before; the next time it has. */
  has(packet: Uint8Array): boolean {
    const name = readName(packet);
    if (this.#names.has(name)) return true;
    this.#names.add(name);
    for (const oldest of this.#names) {
      if (this.#names.size <= REMEMBERED) break;
      this.#names.delete(oldest);
    }
    return false;
  }
}
