import type { FrameHead } from "../src/transport/wire/frame-head.ts";
import type { Pressure } from "./backlog.ts";
import type { Carrier } from "./carrier.ts";
import { FrameCopy } from "./frame-copy.ts";

export class Downlink {
  readonly #carrier: Carrier;
  readonly #open = new Set<FrameCopy>();
  #datagrams = 0;

  constructor(carrier: Carrier) {
    this.#carrier = carrier;
  }

  get pressure(): Pressure {
    return this.#open.size >= 4 ? "full" : "none";
  }

  sendDatagram(bytes: Uint8Array): boolean {
    if (this.#datagrams > 64) return false;
    this.#datagrams++;
    const settled = () => void this.#datagrams--;
    this.#carrier.sendDatagram(bytes).then(settled, settled);
    return true;
  }

  openFrame(_head: FrameHead): FrameCopy {
    const copy = new FrameCopy(this.#carrier, () => this.#open.delete(copy));
    this.#open.add(copy);
    return copy;
  }
}
