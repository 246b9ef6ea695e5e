import type { Path } from "./path.ts";
import type { FlowRecord } from "./recorder.ts";
import type { Simulation } from "./simulation.ts";

const PACKET = 1_200;
const ACK = 40;
const INITIAL_WINDOW = 10;
/** Later packets that must be acknowledged before one is taken for lost. */
const REORDERING = 3;
const MIN_TIMEOUT = 1_000;
/** CUBIC's constants (RFC 9438). */
const CUT = 0.7;
const STEEPNESS = 0.4;

/** One download over TCP with CUBIC and selective acknowledgements. */
export class TcpFlow {
  readonly #simulation: Simulation;
  readonly #forward: Path;
  readonly #back: Path;
  readonly #record: FlowRecord;
  readonly #onDone: () => void;
  /** Packets that have not been sent, or must be again. */
  #remaining: number;
  #inFlight = new Map<number, number>();
  #sequence = 0;
  #window = INITIAL_WINDOW;
  #threshold = Number.POSITIVE_INFINITY;
  #windowBeforeCut = 0;
  #cutAt = 0;
  /** Losses of packets before this one belong to the cut that was made already. */
  #recoverUntil = 0;
  #rtt = 200;
  #heardAt: number;
  #isDone = false;

  constructor(
    simulation: Simulation,
    { forward, back, record }: { forward: Path; back: Path; record: FlowRecord },
    bytes: number,
    onDone: () => void = () => {},
  ) {
    this.#simulation = simulation;
    this.#forward = forward;
    this.#back = back;
    this.#record = record;
    this.#remaining = Math.ceil(bytes / PACKET);
    this.#onDone = onDone;
    this.#heardAt = simulation.now;
    this.#send();
    this.#watch();
  }

  #send(): void {
    while (this.#remaining > 0 && this.#inFlight.size < Math.floor(this.#window)) {
      const sequence = this.#sequence++;
      this.#remaining--;
      this.#inFlight.set(sequence, this.#simulation.now);
      this.#record.sent++;
      const isIn = this.#forward.send(PACKET, ({ waited }) => {
        this.#record.onArrived(this.#simulation.now, PACKET, waited);
        this.#back.send(ACK, () => this.#onAck(sequence));
      });
      if (!isIn) this.#record.lost++;
    }
  }

  #onAck(sequence: number): void {
    const { now } = this.#simulation;
    this.#heardAt = now;
    const sentAt = this.#inFlight.get(sequence);
    if (sentAt === undefined) return;
    this.#inFlight.delete(sequence);
    this.#rtt += (now - sentAt - this.#rtt) / 8;
    this.#grow();
    for (const earlier of this.#inFlight.keys()) {
      if (earlier >= sequence - REORDERING) break;
      this.#lose(earlier);
    }
    if (this.#remaining === 0 && this.#inFlight.size === 0) this.#finish();
    else this.#send();
  }

  #grow(): void {
    if (this.#window < this.#threshold) {
      this.#window++;
      return;
    }
    const elapsed = (this.#simulation.now + this.#rtt - this.#cutAt) / 1000;
    const plateau = Math.cbrt((this.#windowBeforeCut * (1 - CUT)) / STEEPNESS);
    const cubic = STEEPNESS * (elapsed - plateau) ** 3 + this.#windowBeforeCut;
    const reno = this.#windowBeforeCut * CUT + 0.53 * (elapsed / (this.#rtt / 1000));
    const goal = Math.min(1.5 * this.#window, Math.max(cubic, reno));
    this.#window += Math.max(0.01, goal - this.#window) / this.#window;
  }

  #lose(sequence: number): void {
    this.#inFlight.delete(sequence);
    this.#remaining++;
    if (sequence < this.#recoverUntil) return;
    this.#recoverUntil = this.#sequence;
    this.#windowBeforeCut = this.#window;
    this.#cutAt = this.#simulation.now;
    this.#window = Math.max(2, this.#window * CUT);
    this.#threshold = this.#window;
  }

  /** Everything is taken for lost when nothing is heard for long. */
  #watch(): void {
    const timeout = Math.max(MIN_TIMEOUT, 2 * this.#rtt);
    this.#simulation.after(timeout / 4, () => {
      if (this.#isDone) return;
      if (this.#simulation.now - this.#heardAt > timeout) {
        for (const sequence of this.#inFlight.keys()) this.#lose(sequence);
        this.#window = 2;
        this.#heardAt = this.#simulation.now;
        this.#send();
      }
      this.#watch();
    });
  }

  #finish(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#onDone();
  }
}
