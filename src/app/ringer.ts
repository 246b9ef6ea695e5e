import { atom, type ReadableAtom } from "nanostores";
import { bytesToHex } from "../trust/bytes.ts";
import type { EngineClient, RingView } from "../workers/engine/client.ts";
import type { ServiceClient } from "../workers/service/client.ts";
import type { IncomingRing } from "./ring-state.ts";
import { RingTone } from "./ring-tone.ts";
import { RingNotice } from "./system/ring-notice.ts";

/** What is said where the page itself may not be seen. */
export type RingWords = (name: string) => { readonly title: string; readonly body: string };

/** Makes itself heard and seen while a paired device calls, also from a hidden page. */
export class Ringer {
  readonly #state = atom<IncomingRing | undefined>(undefined);
  readonly #service: ServiceClient;
  readonly #words: RingWords;
  #tone: RingTone | undefined;
  #notice: RingNotice | undefined;

  constructor(engine: EngineClient, service: ServiceClient, words: RingWords) {
    this.#service = service;
    this.#words = words;
    engine.on("ring", ({ ring }) => this.#handle(ring));
    engine.on("crashed", () => this.#handle(undefined));
  }

  get state(): ReadableAtom<IncomingRing | undefined> {
    return this.#state;
  }

  #handle(ring: RingView | undefined): void {
    this.#tone?.stop();
    this.#tone = undefined;
    this.#notice?.withdraw();
    this.#notice = undefined;
    if (ring === undefined) {
      this.#state.set(undefined);
      return;
    }
    const { id, name, video } = ring;
    this.#state.set({ id, contactId: bytesToHex(ring.fingerprint), name, video });
    this.#tone = new RingTone();
    const { title, body } = this.#words(name);
    this.#notice = new RingNotice(this.#service, title, body);
  }
}
