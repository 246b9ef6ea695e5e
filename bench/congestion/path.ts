import type { Random } from "../../tests/shaper/random.ts";
import type { Bottleneck, Passage } from "./bottleneck.ts";
import { gaussian } from "./gaussian.ts";
import type { Simulation } from "./simulation.ts";

/** The jitter of RFC 8868: a bell of this width, cut off at three of them to either side, and nothing overtakes. */
const JITTER_DEVIATION = 5;

/** The way from one end of a flow to the other: the shared bottleneck, then the flow's own delay with jitter. */
export class Path {
  readonly #simulation: Simulation;
  readonly #bottleneck: Bottleneck;
  /** One way without the queue, milliseconds. */
  readonly delay: number;
  readonly #randomLoss: number;
  readonly #random: Random;
  #lastArrival = 0;

  constructor(
    simulation: Simulation,
    bottleneck: Bottleneck,
    { delay, randomLoss }: { readonly delay: number; readonly randomLoss: number },
    random: Random,
  ) {
    this.#simulation = simulation;
    this.#bottleneck = bottleneck;
    this.delay = delay;
    this.#randomLoss = randomLoss;
    this.#random = random;
  }

  /** False when the packet is lost, which its sender cannot know yet. */
  send(bytes: number, onArrived: (passage: Passage) => void): boolean {
    if (this.#randomLoss > 0 && this.#random() < this.#randomLoss) return false;
    return this.#bottleneck.send(bytes, (passage) => {
      const arrival = this.#simulation.now + this.delay + this.#jitter();
      this.#lastArrival = Math.max(arrival, this.#lastArrival);
      this.#simulation.at(this.#lastArrival, () => onArrived(passage));
    });
  }

  #jitter(): number {
    const bound = 3 * JITTER_DEVIATION;
    return bound + Math.max(-bound, Math.min(bound, JITTER_DEVIATION * gaussian(this.#random)));
  }
}
