import type { Arrival, ArrivalReport, Carrier } from "../../src/media/congestion/rate-control.ts";
import type { Random } from "../../tests/shaper/random.ts";
import type { Path } from "./path.ts";
import type { Simulation } from "./simulation.ts";

const REPORT_INTERVAL = 50;
/** RTCP, QUIC and IP around two bytes for each thing reported. */
const REPORT_HEAD = 80;
/** Of the receiver's clock, parts per million to either side. */
const MAX_CLOCK_DRIFT = 80;
const MAX_CLOCK_OFFSET = 1e6;

/** Reports what arrived, by a clock of its own, on the way back that others share. */
export class MediaReceiver {
  readonly #simulation: Simulation;
  readonly #back: Path;
  readonly #onReport: (report: ArrivalReport) => void;
  readonly #clockOffset: number;
  readonly #clockSpeed: number;
  #arrivals: Arrival[] = [];
  /** Datagrams that nobody can miss before a later one arrives. */
  #unnoticed: Arrival[] = [];
  #last: { readonly sentAt: number; readonly at: number } | undefined;

  /** `onReport` is called at the sender, when the report is there. */
  constructor(simulation: Simulation, back: Path, random: Random, onReport: (report: ArrivalReport) => void) {
    this.#simulation = simulation;
    this.#back = back;
    this.#onReport = onReport;
    this.#clockOffset = random() * MAX_CLOCK_OFFSET;
    this.#clockSpeed = 1 + (2 * random() - 1) * MAX_CLOCK_DRIFT * 1e-6;
    simulation.after(random() * REPORT_INTERVAL, () =>
      simulation.every(REPORT_INTERVAL, () => this.#report()),
    );
  }

  onArrived(carrier: Carrier, sentAt: number, size: number): void {
    const at = this.#simulation.now;
    this.#last = { sentAt, at };
    this.#arrivals.push(...this.#unnoticed, {
      carrier,
      sentAt,
      size,
      arrivedAt: this.#clockOffset + at * this.#clockSpeed,
    });
    this.#unnoticed = [];
  }

  onLost(sentAt: number, size: number): void {
    this.#unnoticed.push({ carrier: "datagram", sentAt, size, arrivedAt: undefined });
  }

  #report(): void {
    const { now } = this.#simulation;
    const arrivals = this.#arrivals;
    const last = this.#last;
    if (last === undefined || arrivals.length === 0) return;
    const held = now - last.at;
    const isIn = this.#back.send(REPORT_HEAD + 2 * arrivals.length, () => {
      const arrivedAt = this.#simulation.now;
      this.#onReport({ now: arrivedAt, rtt: arrivedAt - last.sentAt - held, arrivals });
    });
    // Reports overlap: what a lost one said, the next one says again.
    if (isIn) this.#arrivals = [];
  }
}
