import type { ReceivedPacket } from "../../transport/wire/rtp.ts";
import type { Ssrc } from "../../transport/wire/ssrc.ts";
import type { Open } from "../seal.ts";
import { ReceptionLog } from "./reception.ts";

interface IncomingTrackParts {
  readonly ssrc: Ssrc;
  /** Ticks of its timestamps per second. */
  readonly clockRate: number;
  readonly open: Open;
  readonly now: () => number;
  /** Takes an opened packet: `payload` is what the sender encoded. */
  readonly take: (packet: ReceivedPacket) => void;
}

/** Packets that are being opened: a flood of forged ones costs no more than that. */
const MAX_OPENING = 32;

/** One track of somebody else on its way in: opened, counted, handed on. Nothing that a packet says counts before it has proved authentic. */
export class IncomingTrack {
  readonly #parts: IncomingTrackParts;
  readonly log: ReceptionLog;
  #unauthentic = 0;
  #opening = 0;

  constructor(parts: IncomingTrackParts) {
    this.#parts = parts;
    this.log = new ReceptionLog(parts.ssrc, parts.clockRate);
  }

  /** Packets that did not authenticate; none of them reached a decoder. */
  get unauthentic(): number {
    return this.#unauthentic;
  }

  async receive(packet: ReceivedPacket): Promise<void> {
    if (this.#opening >= MAX_OPENING) return;
    const { open, now, take } = this.#parts;
    const arrivedAt = now();
    this.#opening++;
    try {
      const payload = await open(packet.payload, packet.header);
      const { sequence, timestamp, header } = packet;
      this.log.note({ sequence, timestamp, arrivedAt, size: header.length + packet.payload.length });
      take({ ...packet, payload });
    } catch {
      this.#unauthentic++;
    } finally {
      this.#opening--;
    }
  }
}
