import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { DeviceStatus } from "../../app/devices-state.ts";
import { browserHardware, statusOf } from "../../app/hardware.ts";
import { pause } from "../../app/next-task.ts";
import { problemOf } from "../parts/device-status.ts";
import { silentVideo } from "../parts/silent-video.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { type CodeReader, openCodeReader } from "./code-reader.ts";

/** Between two looks, in milliseconds: as fast as a hand holds still, without heating the device. */
const PAUSE = 150;

/** The camera, looking for a QR code while it is in the document. Owns the camera, and lets go of it when it goes. */
export class KithScanner extends LitElement {
  static override properties = { found: { attribute: false }, state: { state: true } };
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--unit);
      }

      .picture {
        aspect-ratio: 1;
        inline-size: min(100%, 22rem);
        margin-inline: auto;
        overflow: hidden;
        border: 1px solid transparent;
        border-radius: var(--radius-large);
        background: var(--tile);
      }

      video {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }

      p {
        text-align: center;
      }
    `,
  ];

  /** Called once, with what the first code says. Whoever wrote the code is unknown: it is text, and no more. */
  declare found: (text: string) => void;
  /** As the camera is: opening, on, or why not. */
  declare private state: DeviceStatus | "unreadable";
  readonly #video = silentVideo();
  #stop: AbortController | undefined;

  constructor() {
    super();
    this.state = "opening";
    this.#video.ariaLabel = strings.code.picture;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = new AbortController();
    void this.#scan(this.#stop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.abort();
  }

  protected override render(): TemplateResult {
    const live = this.state === "opening" || this.state === "on";
    return html`${live ? html`<div class="picture">${this.#video}</div>` : nothing}
      <p class="note" role=${live ? "status" : "alert"}>${this.#words()}</p>`;
  }

  #words(): string {
    const text = strings.code;
    if (this.state === "unreadable") return text.unreadable;
    const problem = problemOf(this.state);
    if (problem === undefined) return this.state === "opening" ? text.opening : text.scanning;
    const { what, remedy } = strings.deviceProblem[problem];
    return `${what.camera} ${remedy}`;
  }

  async #scan(stop: AbortController): Promise<void> {
    const { signal } = stop;
    this.state = "opening";
    try {
      const onLost = () => this.#say(signal, "lost");
      const [read] = await Promise.all([openCodeReader(), openCamera(this.#video, signal, onLost)]);
      this.#say(signal, "on");
      const text = await look(read, this.#video, signal);
      if (text !== undefined && !signal.aborted) this.found(text);
    } catch (error) {
      const isCamera = this.state === "opening" && error instanceof DOMException;
      this.#say(signal, isCamera ? statusOf(error) : "unreadable");
    } finally {
      stop.abort();
    }
  }

  #say(signal: AbortSignal, state: typeof this.state): void {
    if (!signal.aborted) this.state = state;
  }
}

/** Resolves once the video shows the camera; the signal ends the camera, also when it comes too late. */
async function openCamera(video: HTMLVideoElement, signal: AbortSignal, onLost: () => void): Promise<void> {
  const tracks = await browserHardware.open({
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  const release = () => {
    for (const track of tracks) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) {
    release();
    return;
  }
  signal.addEventListener("abort", release);
  tracks[0]?.addEventListener("ended", onLost);
  video.srcObject = new MediaStream([...tracks]);
  await video.play();
}

async function look(
  read: CodeReader,
  video: HTMLVideoElement,
  signal: AbortSignal,
): Promise<string | undefined> {
  while (!signal.aborted) {
    const text = await read(video);
    if (text !== undefined) return text;
    await pause(PAUSE);
  }
  return undefined;
}

customElements.define("kith-scanner", KithScanner);

declare global {
  interface HTMLElementTagNameMap {
    "kith-scanner": KithScanner;
  }
}
