import type { ControlMessage } from "../../trust/control-message.ts";
import type { PeerLink } from "../../trust/peer-link.ts";
import type { RememberView } from "./messages.ts";

interface RememberingParts {
  readonly link: PeerLink;
  /** Either side has said something new. */
  readonly onChange: () => void;
  /** Both sides want to: the other is to be trusted from here on. Called once. */
  readonly onAgreed: () => void;
}

/** "Remember this device": two devices are paired once both people have said so. */
export class Remembering {
  readonly #parts: RememberingParts;
  #own = false;
  #theirs = false;
  #agreed = false;

  constructor(parts: RememberingParts) {
    this.#parts = parts;
  }

  get view(): RememberView {
    return { own: this.#own, theirs: this.#theirs };
  }

  /** This side wants to, or does not want to any more. */
  want(wanted: boolean): void {
    if (this.#agreed || this.#own === wanted) return;
    this.#own = wanted;
    this.#parts.link.tell({ type: "remember", wanted });
    this.#settle();
  }

  handle({ wanted }: Extract<ControlMessage, { type: "remember" }>): void {
    if (this.#agreed) return;
    this.#theirs = wanted;
    this.#settle();
  }

  #settle(): void {
    this.#agreed = this.#own && this.#theirs;
    if (this.#agreed) this.#parts.onAgreed();
    this.#parts.onChange();
  }
}
