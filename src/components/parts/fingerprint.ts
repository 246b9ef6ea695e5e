import { css, html, LitElement, type TemplateResult } from "lit";
import { fingerprintView } from "../../app/fingerprint-view.ts";
import { base } from "../styles.ts";
import "./identicon.ts";

/** A whole fingerprint, for comparing: sixteen short groups and the small picture, under a label. */
export class KithFingerprint extends LitElement {
  static override properties = { fingerprint: {}, label: {} };
  static override styles = [
    base,
    css`
      .label {
        margin-block-end: var(--half);
        font-size: var(--text-small);
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .print {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--unit) calc(1.5 * var(--unit));
        padding: calc(1.5 * var(--unit));
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }

      kith-identicon {
        inline-size: 4rem;
      }

      code {
        display: grid;
        flex: 1;
        grid-template-columns: repeat(4, auto);
        justify-content: space-between;
        gap: 0 var(--unit);
        max-inline-size: 16rem;
        font-family: ui-monospace, monospace;
        font-size: var(--text-small);
        line-height: 1.5;
      }
    `,
  ];

  /** 64 hexadecimal characters. */
  declare fingerprint: string;
  declare label: string;

  protected override render(): TemplateResult {
    const { groups } = fingerprintView(this.fingerprint);
    return html`<div role="group" aria-labelledby="label">
      <p class="label" id="label">${this.label}</p>
      <div class="print">
        <kith-identicon fingerprint=${this.fingerprint}></kith-identicon>
        <code dir="ltr">${groups.map((group) => html`<span>${group}</span> `)}</code>
      </div>
    </div>`;
  }
}

customElements.define("kith-fingerprint", KithFingerprint);

declare global {
  interface HTMLElementTagNameMap {
    "kith-fingerprint": KithFingerprint;
  }
}
