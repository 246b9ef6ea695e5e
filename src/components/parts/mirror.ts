import { css, LitElement, type PropertyValues } from "lit";
import { nextTask, pause } from "../../app/next-task.ts";
import { strings } from "../strings.ts";
import { fit } from "./fit.ts";
import { silentVideo } from "./silent-video.ts";
import { canvasSurface } from "./surface.ts";

/** How long nothing is painted, as a multiple of what the last picture took; and at most, milliseconds. */
const REST = 4;
const LONGEST_REST = 200;

/** Shows one track after the other. */
interface View {
  readonly element: HTMLVideoElement | HTMLCanvasElement;
  show(track: MediaStreamTrack | undefined): void;
}

/**
 * One's own camera, mirrored as people know themselves; or whatever is `straight`, as it is. Silent; the track belongs to somebody else.
 * `painted` beside the pictures of others: a browser that sees two videos side by side shows all of the page half as often, and so
 * everybody later.
 */
export class KithMirror extends LitElement {
  static override properties = { track: { attribute: false }, painted: { type: Boolean } };
  static override styles = [
    fit,
    css`
      :host(:not([straight])) .surface {
        transform: scaleX(-1);
      }
    `,
  ];

  declare track: MediaStreamTrack | undefined;
  declare painted: boolean;
  #view: View | undefined;
  #shown: MediaStreamTrack | undefined;

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

  protected override render(): Element | undefined {
    return this.#view?.element;
  }

  #follow(): void {
    const wanted = this.isConnected ? this.track : undefined;
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const isPainted = this.painted && "MediaStreamTrackProcessor" in globalThis;
    this.#view ??= isPainted ? paintingIn(this) : playing();
    this.#view.element.className = "surface";
    this.#view.element.ariaLabel = strings.name.ownPicture;
    this.#view.show(wanted);
  }
}

function playing(): View {
  const element = silentVideo();
  const show = (track: MediaStreamTrack | undefined) => {
    element.srcObject = track === undefined ? null : new MediaStream([track]);
  };
  return { element, show };
}

/** On the page's thread, which has better to do: after each picture it rests four times as long as that took. */
function paintingIn(host: Element): View {
  const { element, frames } = canvasSurface(host);
  element.role = "img";
  const painter = frames.getWriter();
  const write = async (frame: VideoFrame) => {
    const began = performance.now();
    await painter.write(frame);
    // What was drawn is painted when the task is over.
    await nextTask();
    await pause(Math.min(LONGEST_REST, REST * (performance.now() - began)));
  };
  let shown: AbortController | undefined;
  const show = (track: MediaStreamTrack | undefined) => {
    shown?.abort();
    // One that has ended cannot be read, and there is no telling which comes first: its end, or a new place for its mirror.
    if (track?.readyState !== "live") return;
    shown = new AbortController();
    const { readable } = new MediaStreamTrackProcessor({
      track: track as MediaStreamVideoTrack,
      maxBufferSize: 1,
    });
    readable.pipeTo(new WritableStream({ write }), { signal: shown.signal }).catch(() => undefined);
  };
  return { element, show };
}

customElements.define("kith-mirror", KithMirror);

declare global {
  interface HTMLElementTagNameMap {
    "kith-mirror": KithMirror;
  }
}
