import { css, LitElement, type PropertyValues } from "lit";
import { strings } from "../strings.ts";
import { fit, shapeOf } from "./fit.ts";

/** One's own camera, mirrored as people know themselves; or whatever is `straight`, as it is. Silent; the track belongs to somebody else. */
export class KithMirror extends LitElement {
  static override properties = { track: { attribute: false } };
  static override styles = [
    fit,
    css`
      :host(:not([straight])) .surface {
        transform: scaleX(-1);
      }
    `,
  ];

  declare track: MediaStreamTrack | undefined;
  readonly #video = document.createElement("video");
  #shown: MediaStreamTrack | undefined;

  constructor() {
    super();
    const video = this.#video;
    video.className = "surface";
    video.ariaLabel = strings.name.ownPicture;
    video.autoplay = true;
    video.muted = true;
    video.playsInline = true;
    video.addEventListener("resize", () => {
      video.dataset["shape"] = shapeOf(video.videoWidth, video.videoHeight);
    });
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
    if (changed.has("track")) this.#follow();
  }

  protected override render(): HTMLVideoElement {
    return this.#video;
  }

  #follow(): void {
    const wanted = this.isConnected ? this.track : undefined;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.#video.srcObject = wanted === undefined ? null : new MediaStream([wanted]);
  }
}

customElements.define("kith-mirror", KithMirror);

declare global {
  interface HTMLElementTagNameMap {
    "kith-mirror": KithMirror;
  }
}
