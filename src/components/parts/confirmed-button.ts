import { css, html, LitElement, type TemplateResult } from "lit";
import { base, buttons } from "../styles.ts";
import "./icon.ts";

/** The words of something that cannot be undone. */
export interface Confirmation {
  /** What the button says. */
  readonly label: string;
  /** The question, what a yes means, and the two answers. */
  readonly heading: string;
  readonly meaning: string;
  readonly yes: string;
  readonly no: string;
}

/** A button for what cannot be undone: says in its place what it means, and does it after a second press elsewhere. */
export class KithConfirmedButton extends LitElement {
  static override properties = {
    words: { attribute: false },
    act: { attribute: false },
    asking: { state: true },
  };
  static override styles = [
    base,
    buttons,
    css`
      .ask {
        inline-size: 100%;
        background: transparent;
        border-color: var(--line);
        color: var(--on-danger-soft);
      }

      .question {
        display: grid;
        gap: var(--unit);
        padding: calc(2 * var(--unit));
        border: 1px solid var(--on-danger-soft);
        border-radius: var(--radius);
      }

      .question > p {
        font-size: var(--text-small);
      }

      .question > h3 {
        margin: 0;
        font-size: 1rem;
        overflow-wrap: anywhere;
      }

      h3:focus-visible {
        outline: none;
      }

      .actions {
        margin-block-start: var(--unit);
      }

      .yes {
        background: var(--danger);
        color: var(--on-danger);
      }

      .yes:hover {
        background: var(--danger-hover);
      }
    `,
  ];

  declare words: Confirmation;
  declare act: () => void;
  declare private asking?: boolean;

  protected override render(): TemplateResult {
    const { label } = this.words;
    return this.asking
      ? this.#question()
      : html`<button class="ask" type="button" @click=${() => this.#ask(true)}>
          <kith-icon name="remove"></kith-icon>${label}
        </button>`;
  }

  #question(): TemplateResult {
    const { heading, meaning, yes, no } = this.words;
    return html`<div class="question" role="group" aria-labelledby="heading" aria-describedby="meaning">
      <h3 id="heading" tabindex="-1">${heading}</h3>
      <p id="meaning">${meaning}</p>
      <div class="actions">
        <button class="yes" type="button" @click=${() => this.act()}>${yes}</button>
        <button type="button" @click=${() => this.#ask(false)}>${no}</button>
      </div>
    </div>`;
  }

  /** The focus goes with the person: to the question, and back to the button. */
  async #ask(asking: boolean): Promise<void> {
    this.asking = asking;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? "h3" : "button")?.focus();
  }
}

customElements.define("kith-confirmed-button", KithConfirmedButton);

declare global {
  interface HTMLElementTagNameMap {
    "kith-confirmed-button": KithConfirmedButton;
  }
}
