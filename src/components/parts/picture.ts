import { css, LitElement, type PropertyValues } from "lit";
import type { Picture } from "../../app/picture.ts";
import { fit, shapeOf } from "./fit.ts";

/** Pixels on the longer side that the surface takes at most: the sender decides the size of frames, not of our memory. */
const MAX_SIDE = 4096;

/**
 * The surface that shows a `Picture`: each frame is drawn the moment it arrives, without waiting for a display frame,
 * and closed. Attached while it is in the document. Shows nothing before the first frame.
 */
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
  readonly #canvas = document.createElement("canvas");
  readonly #context = this.#canvas.getContext("2d", { alpha: false, desynchronized: true });
  #attached: Picture | undefined;
  #detach: (() => void) | undefined;

  constructor() {
    super();
    this.#canvas.className = "surface";
  }

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

  protected override render(): HTMLCanvasElement {
    return this.#canvas;
  }

  #follow(): void {
    const wanted = this.isConnected ? this.picture : undefined;
    if (wanted === this.#attached) return;
    this.#detach?.();
    this.#attached = wanted;
    this.#clear();
    this.#detach = wanted?.attach((frame) => this.#show(frame));
  }

  #show(frame: VideoFrame): void {
    const { displayWidth, displayHeight } = frame;
    const scale = Math.min(1, MAX_SIDE / Math.max(displayWidth, displayHeight));
    const width = Math.max(1, Math.round(displayWidth * scale));
    const height = Math.max(1, Math.round(displayHeight * scale));
    const canvas = this.#canvas;
    // Only on a change: setting a size clears the canvas, and an attribute costs a style calculation.
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.dataset["shape"] = shapeOf(width, height);
    }
    this.#context?.drawImage(frame, 0, 0, width, height);
    frame.close();
  }

  #clear(): void {
    this.#canvas.width = 0;
    this.#canvas.height = 0;
    delete this.#canvas.dataset["shape"];
  }
}

customElements.define("kith-picture", KithPicture);

declare global {
  interface HTMLElementTagNameMap {
    "kith-picture": KithPicture;
  }
}
