import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import "../parts/icon.ts";
import { base } from "../styles.ts";
import type { Figure } from "./figures.ts";
import "./plot.ts";
import type { Verdict } from "./verdicts.ts";

/** How one person fares: in a sentence, and in plots for whoever opens them. */
export class KithFare extends LitElement {
  static override properties = {
    heading: {},
    verdict: { attribute: false },
    picture: {},
    figures: { attribute: false },
    isOpen: { type: Boolean },
  };
  static override styles = [
    base,
    css`
      details {
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }

      summary {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 0 var(--unit);
        min-block-size: var(--target);
        padding: calc(1.5 * var(--unit));
        border-radius: var(--radius);
        cursor: pointer;
      }

      summary::-webkit-details-marker {
        display: none;
      }

      summary > .sign {
        color: var(--accent);
      }

      .wrong > summary > .sign {
        color: var(--on-warning-soft);
      }

      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .turn {
        color: var(--text-muted);
        transition: rotate var(--motion);
      }

      [open] > summary > .turn {
        rotate: 180deg;
      }

      .verdict {
        grid-column: 2 / -1;
      }

      .wrong > summary > .verdict {
        color: var(--text);
      }

      .inside {
        display: grid;
        gap: calc(2 * var(--unit));
        padding: 0 calc(1.5 * var(--unit)) calc(2 * var(--unit));
        font-size: var(--text-small);
      }

      .remedy {
        padding: var(--unit) calc(1.5 * var(--unit));
        border-radius: var(--radius);
        background: var(--warning-soft);
        color: var(--on-warning-soft);
      }

      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 8.5rem), 1fr));
        gap: calc(2 * var(--unit));
      }
    `,
  ];

  declare heading: string;
  declare verdict: Verdict;
  /** A sentence about the picture; empty when there is nothing to say. */
  declare picture: string;
  /** Asked for only while they are shown. */
  declare figures: () => readonly Figure[];
  /** Whether its plots are shown. */
  declare isOpen: boolean;

  protected override render(): TemplateResult {
    const { what, isWell } = this.verdict;
    return html`<details class=${isWell ? "well" : "wrong"} ?open=${this.isOpen} @toggle=${this.#noteToggle}>
      <summary>
        <kith-icon class="sign" name=${isWell ? "check" : "alert"}></kith-icon>
        <span class="name"><bdi>${this.heading}</bdi></span>
        <kith-icon class="turn" name="expand"></kith-icon>
        <span class="verdict note">${what}</span>
      </summary>
      ${this.isOpen ? this.#inside() : nothing}
    </details>`;
  }

  #inside(): TemplateResult {
    return html`<div class="inside">
      ${this.verdict.isWell ? nothing : html`<p class="remedy">${this.verdict.remedy}</p>`}
      <div class="plots">
        ${this.figures().map(
          ({ label, points, text, least }) =>
            html`<kith-plot .label=${label} .points=${points} .text=${text} .least=${least}></kith-plot>`,
        )}
      </div>
      ${this.picture === "" ? nothing : html`<p class="picture">${this.picture}</p>`}
    </div>`;
  }

  #noteToggle(event: Event): void {
    this.isOpen = (event.currentTarget as HTMLDetailsElement).open;
  }
}

customElements.define("kith-fare", KithFare);

declare global {
  interface HTMLElementTagNameMap {
    "kith-fare": KithFare;
  }
}
