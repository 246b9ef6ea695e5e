import { type CSSResultGroup, css, html, LitElement, type TemplateResult } from "lit";
import { Modal } from "../modal.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "./icon.ts";

/** The look of a modal dialog. */
export const dialogStyles = css`
  dialog {
    inline-size: min(30rem, 100vw - 4 * var(--unit));
    max-inline-size: none;
    max-block-size: calc(100dvh - 4 * var(--unit));
    padding: calc(3 * var(--unit));
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    background: var(--raised);
    box-shadow: var(--shadow);
    color: var(--text);
  }

  dialog[open] {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(2.5 * var(--unit));
  }

  @media (max-width: 22rem) {
    dialog {
      padding: calc(2 * var(--unit));
    }
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }

  .title {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--unit);
    margin-block-start: calc(-1 * var(--unit));
    margin-inline-end: calc(-1 * var(--unit));
  }

  .title > h2 {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
`;

/** A modal dialog: a heading, a button that closes, and what it is for. Open for as long as it is in the document. */
export abstract class KithDialog extends LitElement {
  static override styles: CSSResultGroup = [base, buttons, dialogStyles];

  /** Called once it has closed, whichever way: for its owner to take it away. */
  declare closed: () => void;
  readonly #modal = new Modal(this);

  protected abstract get heading(): string;
  protected abstract get content(): TemplateResult;

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @close=${() => this.closed()}>
      <div class="title">
        <h2 id="heading" tabindex="-1" autofocus>${this.heading}</h2>
        <button class="icon plain" type="button" aria-label=${strings.close} @click=${this.close}>
          <kith-icon name="close"></kith-icon>
        </button>
      </div>
      ${this.content}
    </dialog>`;
  }

  protected close(): void {
    this.#modal.close();
  }
}
