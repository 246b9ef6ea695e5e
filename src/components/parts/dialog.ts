import { css, html, LitElement, type TemplateResult } from "lit";
import { openModal } from "../focus.ts";
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
    gap: calc(2.5 * var(--unit));
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

  .title > button {
    flex: none;
    background: transparent;
  }

  h2:focus-visible {
    outline: none;
  }
`;

/**
 * A modal dialog around whatever is put into it. Open while it is in the document: its owner renders it to open it, and
 * takes it away when `closed` is called. The focus comes back to where it was.
 */
export class KithDialog extends LitElement {
  static override properties = { heading: {}, closed: { attribute: false } };
  static override styles = [base, buttons, dialogStyles];

  declare heading: string;
  /** Called once the dialog has closed, whichever way. */
  declare closed: () => void;
  #handBack: (() => void) | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#handBack?.();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @close=${() => this.closed()}>
      <div class="title">
        <h2 id="heading" tabindex="-1" autofocus>${this.heading}</h2>
        <button class="icon" type="button" aria-label=${strings.call.close} @click=${this.close}>
          <kith-icon name="close"></kith-icon>
        </button>
      </div>
      <slot></slot>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.#handBack = openModal(this.#dialog);
  }

  close(): void {
    this.#dialog.close();
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog") as HTMLDialogElement;
  }
}

customElements.define("kith-dialog", KithDialog);

declare global {
  interface HTMLElementTagNameMap {
    "kith-dialog": KithDialog;
  }
}
