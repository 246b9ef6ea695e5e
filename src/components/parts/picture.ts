import { css, LitElement, nothing, type PropertyValues } from "lit";
import type { Picture } from "../../app/picture.ts";
import { fit } from "./fit.ts";
import { SeenSize } from "./seen-size.ts";
import { createSurface, type Surface } from "./surface.ts";

/** Where on the page each picture is shown, if it is. */
const shown = new WeakMap<Picture, HTMLVideoElement | HTMLCanvasElement>();

/** The element that shows this picture at present. */
export function shownIn(picture: Picture): HTMLVideoElement | HTMLCanvasElement | undefined {
  return shown.get(picture);
}

/** Shows a `Picture`. Attached while it is in the document. Shows nothing before the first frame. */
export class KithPicture extends LitElement {
  static override properties = { picture: { attribute: false } };
  static override styles = [
    fit,
    css`
      .surface:not([data-shape]) {
        visibility: hidden;
      }
    `,
  ];

  declare picture: Picture | undefined;
  #surface: Surface | undefined;
  #attached: Picture | undefined;
  #detach: (() => void) | undefined;
  readonly #seen = new SeenSize(this, (size) => this.#attached?.setSize(size));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("picture")) this.#follow();
  }

  protected override render(): HTMLElement | typeof nothing {
    return this.#surface?.element ?? nothing;
  }

  #follow(): void {
    const wanted = this.isConnected ? this.picture : undefined;
    if (wanted === this.#attached) return;
    this.#detach?.();
    if (this.#attached && this.#surface && shown.get(this.#attached) === this.#surface.element)
      shown.delete(this.#attached);
    this.#attached?.setSize(undefined);
    this.#attached = wanted;
    wanted?.setSize(this.#seen.current);
    this.#surface = wanted && createSurface();
    if (wanted && this.#surface) shown.set(wanted, this.#surface.element);
    this.#surface?.element.classList.add("surface");
    this.#detach = this.#surface && wanted && attachWhenReady(wanted, this.#surface);
    this.requestUpdate();
  }
}

/** Returns what ends it, also before it has begun. */
function attachWhenReady(picture: Picture, { ready, frames }: Surface): () => void {
  const dropped = new AbortController();
  void ready.then(() => {
    if (!dropped.signal.aborted) dropped.signal.addEventListener("abort", picture.attach(frames));
  });
  return () => dropped.abort();
}

customElements.define("kith-picture", KithPicture);

declare global {
  interface HTMLElementTagNameMap {
    "kith-picture": KithPicture;
  }
}
