import type { LitElement, ReactiveController } from "lit";
import type { PictureSize } from "../../app/picture.ts";

/** Pixels of the longer side below which a picture needs not move as smoothly as others. */
const TINY = 100;
const SMALL = 220;

/** Tells how large its host is seen: whenever that changes, and undefined once it is not in the document any more. */
export class SeenSize implements ReactiveController {
  readonly #host: LitElement;
  readonly #onChange: (size: PictureSize | undefined) => void;
  readonly #crossing = new IntersectionObserver((entries) => this.#handleCrossing(entries));
  readonly #resizing = new ResizeObserver((entries) => this.#handleSize(entries));
  #isOnScreen = false;
  #side = 0;
  #told: PictureSize | undefined;

  constructor(host: LitElement, onChange: (size: PictureSize | undefined) => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  get current(): PictureSize | undefined {
    return this.#told;
  }

  hostConnected(): void {
    this.#crossing.observe(this.#host);
    this.#resizing.observe(this.#host);
    this.#host.ownerDocument.addEventListener("visibilitychange", this.#tell);
  }

  hostDisconnected(): void {
    this.#crossing.disconnect();
    this.#resizing.disconnect();
    this.#host.ownerDocument.removeEventListener("visibilitychange", this.#tell);
    this.#isOnScreen = false;
    this.#told = undefined;
    this.#onChange(undefined);
  }

  #handleCrossing(entries: readonly IntersectionObserverEntry[]): void {
    this.#isOnScreen = entries.at(-1)?.isIntersecting === true;
    this.#tell();
  }

  #handleSize(entries: readonly ResizeObserverEntry[]): void {
    const { width = 0, height = 0 } = entries.at(-1)?.contentRect ?? {};
    this.#side = Math.max(width, height);
    this.#tell();
  }

  readonly #tell = (): void => {
    const size = this.#size;
    if (size === this.#told || !this.#host.isConnected) return;
    this.#told = size;
    this.#onChange(size);
  };

  get #size(): PictureSize {
    const { hidden } = this.#host.ownerDocument;
    // A picture that floats over other windows is seen although its page is not.
    const floats = this.#host.shadowRoot?.pictureInPictureElement != null;
    if (floats) return "full";
    if (hidden || !this.#isOnScreen) return "none";
    if (this.#side < TINY) return "tiny";
    return this.#side < SMALL ? "small" : "full";
  }
}
