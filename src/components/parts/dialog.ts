import { css, html, type TemplateResult } from "lit";
import type { Modal } from "../modal.ts";
import { strings } from "../strings.ts";
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

  .title > button {
    flex: none;
    background: transparent;
  }
`;

interface DialogFrame {
  readonly heading: string;
  /** Of the host that renders it. */
  readonly modal: Modal;
  /** Called once the dialog has closed, whichever way: for its owner to take the host away. */
  readonly closed: () => void;
  readonly content: TemplateResult;
}

/** A modal dialog: a heading, a button that closes, and what it is for. */
export function dialogFrame({ heading, modal, closed, content }: DialogFrame): TemplateResult {
  return html`<dialog aria-labelledby="heading" @close=${closed}>
    <div class="title">
      <h2 id="heading" tabindex="-1" autofocus>${heading}</h2>
      <button class="icon" type="button" aria-label=${strings.close} @click=${() => modal.close()}>
        <kith-icon name="close"></kith-icon>
      </button>
    </div>
    ${content}
  </dialog>`;
}
