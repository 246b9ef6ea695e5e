import { css, html, LitElement, svg, type TemplateResult } from "lit";
import { fingerprintView, IDENTICON_SIZE } from "../../app/fingerprint-view.ts";

/** Cells of margin around the picture. */
const MARGIN = 1;
const SIDE = IDENTICON_SIZE + 2 * MARGIN;

/** The small picture of a fingerprint. Decoration: what decides is the fingerprint, which stands beside it or a press away. */
export class KithIdenticon extends LitElement {
  static override properties = { fingerprint: {} };
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
      inline-size: 2.75rem;
      aspect-ratio: 1;
    }

    svg {
      inline-size: 100%;
      block-size: 100%;
      border-radius: 22%;
      background: var(--control);
    }
  `;

  /** 64 hexadecimal characters. */
  declare fingerprint: string;

  protected override render(): TemplateResult {
    const { cells, hue } = fingerprintView(this.fingerprint).identicon;
    return html`<svg aria-hidden="true" viewBox="0 0 ${SIDE} ${SIDE}" fill="oklch(0.62 0.13 ${hue})" shape-rendering="crispEdges">
      ${cells.map((filled, index) => (filled ? cell(index) : undefined))}
    </svg>`;
  }
}

function cell(index: number): TemplateResult {
  const x = MARGIN + (index % IDENTICON_SIZE);
  const y = MARGIN + Math.floor(index / IDENTICON_SIZE);
  return svg`<rect x=${x} y=${y} width="1" height="1"></rect>`;
}

customElements.define("kith-identicon", KithIdenticon);

declare global {
  interface HTMLElementTagNameMap {
    "kith-identicon": KithIdenticon;
  }
}
