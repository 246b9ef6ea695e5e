import type { Sample } from "./statistics-sample.ts";
import {
  type OwnSymptom,
  ownSymptom,
  ownSymptoms,
  type PeerSymptom,
  peerSymptom,
  peerSymptoms,
  type Symptom,
} from "./symptoms.ts";

/** What there is to say about a call; undefined of whoever fares well. */
export interface Findings {
  readonly own: Symptom<OwnSymptom> | undefined;
  readonly peers: ReadonlyMap<string, Symptom<PeerSymptom> | undefined>;
}

/** Seconds that are looked at together: one bad second is no state of things. */
const WINDOW = 5;
/** Looks in a row that have to agree before something is said, and before something that is less grave takes its place, or that all is well. */
const TO_APPEAR = 2;
const TO_PASS = 6;
/** By this factor an amount has to change to be worth another sentence. */
const WORTH_SAYING = 1.6;

/** Says what is wrong in a call, and sticks to it: a sentence that changes every second helps nobody. Looks once a second. */
export class Diagnosis {
  readonly #own = new Steady<OwnSymptom>(ownSymptoms);
  readonly #peers = new Map<string, Steady<PeerSymptom>>();

  /** `samples` are those of late, the newest last. */
  learn(samples: readonly Sample[]): Findings {
    const window = samples.slice(-WINDOW);
    const ids = window.at(-1)?.peers.map(({ id }) => id) ?? [];
    for (const id of this.#peers.keys()) if (!ids.includes(id)) this.#peers.delete(id);
    for (const id of ids) if (!this.#peers.has(id)) this.#peers.set(id, new Steady(peerSymptoms));
    return {
      own: this.#own.learn(ownSymptom(window)),
      peers: new Map([...this.#peers].map(([id, steady]) => [id, steady.learn(peerSymptom(window, id))])),
    };
  }
}

/** A symptom that does not flicker. */
class Steady<Kind> {
  /** The gravest first. */
  readonly #kinds: readonly Kind[];
  #said: Symptom<Kind> | undefined;
  #seen: Kind | undefined;
  #times = 0;

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  learn(seen: Symptom<Kind> | undefined): Symptom<Kind> | undefined {
    this.#times = seen?.kind === this.#seen ? this.#times + 1 : 1;
    this.#seen = seen?.kind;
    if (seen !== undefined && seen.kind === this.#said?.kind) {
      if (isFarFrom(seen.amount, this.#said.amount)) this.#said = seen;
    } else if (this.#times >= (this.#isWorse(seen) ? TO_APPEAR : TO_PASS)) {
      this.#said = seen;
    }
    return this.#said;
  }

  #isWorse(seen: Symptom<Kind> | undefined): boolean {
    const rank = (symptom: typeof seen) =>
      symptom === undefined ? this.#kinds.length : this.#kinds.indexOf(symptom.kind);
    return rank(seen) < rank(this.#said);
  }
}

function isFarFrom(amount: number | undefined, before: number | undefined): boolean {
  if (amount === undefined || before === undefined) return amount !== before;
  return amount > WORTH_SAYING * before || before > WORTH_SAYING * amount;
}
