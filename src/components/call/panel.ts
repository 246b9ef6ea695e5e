import { css, html, LitElement, type TemplateResult } from "lit";
import { focusedElement } from "../focused-element.ts";
import "../parts/icon.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** What can be open beside the people, one at a time. */
export type PanelName = "chat" | "statistics";

/**
 * What is open beside the people: a column on a wide screen, a sheet under them on a narrow one. It covers nobody, so the call goes on
 * beside it, by keyboard too. Its content is slotted and scrolls by itself. Whoever renders it opens it, and takes it away
 * to close it. The focus goes to the heading, or where the content puts it, and back to where it was when the panel is closed from within.
 */
export class KithPanel extends LitElement {
  static override properties = { heading: {}, close: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        flex: 0 0 clamp(18rem, 34%, 26rem);
        container-type: size;
      }

      aside {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        block-size: 100%;
        overflow: hidden;
      }

      .title {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--unit);
        padding-block: var(--half);
        padding-inline: calc(2 * var(--unit)) var(--half);
        border-block-end: 1px solid var(--line);
      }

      h2 {
        font-size: 1.125rem;
      }

      .title > button {
        flex: none;
        background: transparent;
      }

      @media (max-width: 44rem) and (min-aspect-ratio: 1) {
        :host {
          flex-basis: clamp(15rem, 45%, 20rem);
        }
      }

      @media (max-width: 44rem) and (max-aspect-ratio: 1), (max-width: 27rem) {
        :host {
          flex: 2 0 17rem;
        }
      }
    `,
  ];

  declare heading: string;
  /** Takes the panel away. */
  declare close: () => void;
  #opener: HTMLElement | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#opener = focusedElement();
  }

  protected override render(): TemplateResult {
    return html`<aside class="card" aria-labelledby="heading" @keydown=${this.#handleKey}>
      <div class="title">
        <h2 id="heading" tabindex="-1">${this.heading}</h2>
        <button class="icon" type="button" aria-label=${strings.close} @click=${this.#close}>
          <kith-icon name="close"></kith-icon>
        </button>
      </div>
      <slot></slot>
    </aside>`;
  }

  protected override firstUpdated(): void {
    if (!this.matches(":focus-within")) this.renderRoot.querySelector("h2")?.focus();
  }

  #handleKey(event: KeyboardEvent): void {
    // What is open inside the panel, and whoever is composing a word, need Escape for themselves.
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    this.#close();
  }

  #close(): void {
    this.close();
    this.#opener?.focus();
  }
}

customElements.define("kith-panel", KithPanel);

declare global {
  interface HTMLElementTagNameMap {
    "kith-panel": KithPanel;
  }
}
