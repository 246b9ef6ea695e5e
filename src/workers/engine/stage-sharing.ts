import type { ControlMessage } from "../../trust/control-message.ts";
import type { PeerLink } from "../../trust/peer-link.ts";

/** Who has said that the two shall share their free stage. */
export interface SharingView {
  readonly own: boolean;
  readonly theirs: boolean;
}

/** What is said on a shared stage. */
export type StageMessage = Extract<ControlMessage, { type: "stage-place" | "stage-stroke" }>;

interface StageSharingParts {
  readonly link: PeerLink;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Either side has said something new. */
  readonly onChange: () => void;
  /** The other has moved something, or points at it. */
  readonly onMessage: (message: StageMessage) => void;
}

/** As many a second as a hand can be followed with, and a moment's worth at once. */
const RATE = 30;
const BURST = 30;

/** Two people share their free stage once both have said so, and until one of them says otherwise or the link ends. */
export class StageSharing {
  readonly #parts: StageSharingParts;
  readonly #incoming: Allowance;
  readonly #outgoing: Allowance;
  #own = false;
  #theirs = false;

  constructor(parts: StageSharingParts) {
    this.#parts = parts;
    this.#incoming = new Allowance(parts.now());
    this.#outgoing = new Allowance(parts.now());
  }

  get view(): SharingView {
    return { own: this.#own, theirs: this.#theirs };
  }

  /** No is no for both: who wants to share again asks again. */
  want(wanted: boolean): void {
    if (wanted ? this.#own : !this.#own && !this.#theirs) return;
    this.#own = wanted;
    if (!wanted) this.#theirs = false;
    this.#parts.link.tell({ type: "stage-share", wanted });
    this.#parts.onChange();
  }

  /** Only where both have agreed; what comes faster than a hand moves is left out, as the next place says it all anyway. */
  send(message: StageMessage): void {
    if (this.#isShared && this.#outgoing.take(this.#parts.now())) this.#parts.link.tell(message);
  }

  handle(message: StageMessage | Extract<ControlMessage, { type: "stage-share" }>): void {
    if (message.type === "stage-share") this.#handleWish(message.wanted);
    else if (this.#isShared && this.#incoming.take(this.#parts.now())) this.#parts.onMessage(message);
  }

  #handleWish(wanted: boolean): void {
    if (wanted === this.#theirs && !(this.#own && !wanted)) return;
    // Changing one's mind all the time is of no use to anybody.
    if (wanted && !this.#incoming.take(this.#parts.now())) return;
    this.#theirs = wanted;
    if (!wanted) this.#own = false;
    this.#parts.onChange();
  }

  get #isShared(): boolean {
    return this.#own && this.#theirs;
  }
}

/** So many at once, and so many a second. */
class Allowance {
  #left = BURST;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  take(now: number): boolean {
    this.#left = Math.min(BURST, this.#left + ((now - this.#at) * RATE) / 1000);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
