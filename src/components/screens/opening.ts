import { css, html, LitElement, type TemplateResult } from "lit";
import { strings } from "../strings.ts";
import "../parts/icon.ts";
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

      /* As in icon.svg. To draw that file instead blocks a phone for longer than all of this screen. */
      .mark {
        display: grid;
        place-content: center;
        inline-size: 4.5rem;
        block-size: 4.5rem;
        border-radius: 23%;
        background: #0a6a5d;
        color: #fff;
        font-size: 2.25rem;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<main>
      <div class="mark"><kith-icon name="people"></kith-icon></div>
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
