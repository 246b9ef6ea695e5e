import type { LitElement, ReactiveController } from "lit";

/** Renders its host anew every `period` milliseconds while it is in the document, for words that age. */
export class Ticker implements ReactiveController {
  readonly #host: LitElement;
  readonly #period: number;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: LitElement, period: number) {
    this.#host = host;
    this.#period = period;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), this.#period);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
