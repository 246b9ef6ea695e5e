import type { Simulation } from "./simulation.ts";

/** Writes packets no faster than a rate, in order. */
export class Pacer<Packet extends { readonly bytes: number }> {
  readonly #simulation: Simulation;
  readonly #send: (packet: Packet) => void;
  readonly #rate: () => number;
  #waiting: Packet[] = [];
  #isWriting = false;

  /** `rate` in bits per second, asked for before each packet. */
  constructor(simulation: Simulation, rate: () => number, send: (packet: Packet) => void) {
    this.#simulation = simulation;
    this.#rate = rate;
    this.#send = send;
  }

  /** How long what waits will take, milliseconds. */
  get backlog(): number {
    return (this.#waiting.reduce((sum, { bytes }) => sum + bytes, 0) * 8000) / this.#rate();
  }

  push(...packets: Packet[]): void {
    this.#waiting.push(...packets);
    if (!this.#isWriting) this.#write();
  }

  #write(): void {
    const packet = this.#waiting.shift();
    this.#isWriting = packet !== undefined;
    if (packet === undefined) return;
    this.#send(packet);
    this.#simulation.after((packet.bytes * 8000) / this.#rate(), () => this.#write());
  }
}
