import { css, html, LitElement, type TemplateResult } from "lit";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";

/** What is seen until the screen that was asked for is here: on most lines for a blink. */
export class KithOpening extends LitElement {
  static override styles = [
    base,
    css`
      main {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: calc(2 * var(--unit));
        min-block-size: 80dvh;
      }

      img {
        inline-size: 4.5rem;
        block-size: 4.5rem;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<main>
      <img src="/icon.svg" alt="" />
      <h1 tabindex="-1">${strings.app}</h1>
    </main>`;
  }
}

customElements.define("kith-opening", KithOpening);

declare global {
  interface HTMLElementTagNameMap {
    "kith-opening": KithOpening;
  }
}
