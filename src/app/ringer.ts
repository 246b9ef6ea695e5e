import { bytesToHex } from "@noble/hashes/utils.js";
import { atom, type ReadableAtom } from "nanostores";
import type { EngineClient, RingView } from "../workers/engine/client.ts";
import type { IncomingRing } from "./ring-state.ts";
import { RingTone } from "./ring-tone.ts";

/** What is said where the page itself may not be seen. */
export type RingWords = (name: string) => { readonly title: string; readonly body: string };

/** Makes itself heard and seen while a paired device calls, also from a hidden page. */
export class Ringer {
  readonly #state = atom<IncomingRing | undefined>(undefined);
  readonly #words: RingWords;
  #tone: RingTone | undefined;
  #notification: Notification | undefined;

  constructor(engine: EngineClient, words: RingWords) {
    this.#words = words;
    engine.on("ring", ({ ring }) => this.#handle(ring));
    engine.on("crashed", () => this.#handle(undefined));
  }

  get state(): ReadableAtom<IncomingRing | undefined> {
    return this.#state;
  }

  #handle(ring: RingView | undefined): void {
    this.#quiet();
    if (ring === undefined) {
      this.#state.set(undefined);
      return;
    }
    const { id, name, video } = ring;
    this.#state.set({ id, contactId: bytesToHex(ring.fingerprint), name, video });
    this.#tone = new RingTone();
    if (document.visibilityState === "hidden") this.#notify(name);
  }

  #notify(name: string): void {
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    const { title, body } = this.#words(name);
    try {
      this.#notification = new Notification(title, { body, tag: "ring", requireInteraction: true });
      this.#notification.onclick = () => {
        window.focus();
        this.#notification?.close();
      };
    } catch {
      // Some phones notify through a service worker only; the tone still sounds.
    }
  }

  #quiet(): void {
    this.#tone?.stop();
    this.#tone = undefined;
    this.#notification?.close();
    this.#notification = undefined;
  }
}
