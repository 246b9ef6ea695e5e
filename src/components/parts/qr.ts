import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { qrPath } from "./qr-path.ts";

/** Light cells around the code that readers need to find it. */
const QUIET_ZONE = 4;

interface Drawing {
  readonly side: number;
  readonly path: string;
}

/** A QR code of a text. What draws it is loaded when the first one is shown. */
export class KithQr extends LitElement {
  static override properties = { text: {}, label: {}, drawing: { state: true } };
  static override styles = [
    base,
    css`
      :host {
        inline-size: min(100%, 18rem);
        margin-inline: auto;
      }

      /* Dark on light in either scheme: not every reader takes it the other way round. */
      .plate {
        aspect-ratio: 1;
        overflow: hidden;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: #ffffff;
      }

      svg {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        fill: #000000;
        forced-color-adjust: none;
      }
    `,
  ];

  declare text: string;
  declare label: string;
  declare private drawing: Drawing | "failed" | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("text")) void this.#draw(this.text);
  }

  protected override render(): TemplateResult {
    if (this.drawing === "failed") return html`<p role="alert">${strings.code.failed}</p>`;
    return html`<div class="plate">${this.drawing ? this.#code(this.drawing) : undefined}</div>`;
  }

  #code({ side, path }: Drawing): TemplateResult {
    return html`<svg viewBox="0 0 ${side} ${side}" role="img" aria-label=${this.label} shape-rendering="crispEdges">
      <path d=${path}></path>
    </svg>`;
  }

  async #draw(text: string): Promise<void> {
    const drawing = await drawingOf(text).catch(() => "failed" as const);
    if (text === this.text) this.drawing = drawing;
  }
}

async function drawingOf(text: string): Promise<Drawing> {
  const { drawCode } = await import("../../qr/draw.ts");
  const rows = drawCode(text, QUIET_ZONE);
  return { side: rows.length, path: qrPath(rows) };
}

customElements.define("kith-qr", KithQr);

declare global {
  interface HTMLElementTagNameMap {
    "kith-qr": KithQr;
  }
}
