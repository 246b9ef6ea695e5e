import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { CheckLine, Verdict } from "../../app/check-state.ts";
import "../parts/icon.ts";
import type { IconName } from "../parts/icon.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";

const signs: Readonly<Record<Verdict, IconName>> = { good: "check", fair: "alert", poor: "close" };

/** One line of a check: what is looked at, and what came of it. What one can do there is slotted. */
export class KithCheckLine extends LitElement {
  static override properties = { line: {}, verdict: {}, what: {}, remedy: {} };
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: 2rem minmax(0, 1fr);
        gap: 0 calc(1.5 * var(--unit));
      }

      .sign {
        display: grid;
        place-items: center;
        inline-size: 2rem;
        block-size: 2rem;
        border-radius: 50%;
        background: var(--control);
        color: var(--text-muted);
      }

      .good {
        background: var(--accent-soft);
        color: var(--accent);
      }

      .fair {
        background: var(--warning-soft);
        color: var(--on-warning-soft);
      }

      .poor {
        background: var(--danger-soft);
        color: var(--on-danger-soft);
      }

      .waits {
        inline-size: 0.625rem;
        block-size: 0.625rem;
        border-radius: 50%;
        background: currentcolor;
        animation: breathe 1.6s ease-in-out infinite alternate;
      }

      @keyframes breathe {
        to {
          opacity: 0.25;
        }
      }

      @media (prefers-reduced-motion: reduce) {
        .waits {
          animation: none;
        }
      }

      h3 {
        margin: 0;
        font-size: 1rem;
        line-height: 2rem;
      }

      .remedy {
        color: var(--text);
      }

      ::slotted(*) {
        margin-block-start: var(--unit);
      }
    `,
  ];

  declare line: CheckLine;
  declare verdict: Verdict | undefined;
  declare what: string;
  declare remedy: string;

  protected override render(): TemplateResult {
    const text = strings.check;
    const { verdict } = this;
    return html`<span class="sign ${verdict ?? ""}">
        ${verdict === undefined ? html`<span class="waits"></span>` : html`<kith-icon name=${signs[verdict]}></kith-icon>`}
      </span>
      <div>
        <h3>${text.title[this.line]}</h3>
        <p class="note">
          ${verdict === undefined ? nothing : html`<span class="visually-hidden">${text.verdict[verdict]}</span>`}
          ${this.what}
        </p>
        ${this.remedy === "" ? nothing : html`<p class="note remedy">${this.remedy}</p>`}
        <slot></slot>
      </div>`;
  }
}

customElements.define("kith-check-line", KithCheckLine);

declare global {
  interface HTMLElementTagNameMap {
    "kith-check-line": KithCheckLine;
  }
}
