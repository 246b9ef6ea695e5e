import { css, html, LitElement, type TemplateResult } from "lit";
import type { IncomingRing } from "../../app/ring-state.ts";
import { fill } from "../../strings/fill.ts";
import { Modal } from "../modal.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { dialogStyles } from "./dialog.ts";
import "./icon.ts";
import "./identicon.ts";
import { deviceName } from "./person-name.ts";

/**
 * A paired device that calls, over whatever is on the screen. The focus is on the words, not on a button: whoever is
 * typing just then answers nothing by accident. Escape declines.
 */
export class KithRing extends LitElement {
  static override properties = { ring: { attribute: false }, answer: { attribute: false } };
  static override styles = [
    base,
    buttons,
    dialogStyles,
    css`
      dialog {
        inline-size: min(22rem, 100vw - 4 * var(--unit));
        text-align: center;
      }

      .who {
        display: grid;
        justify-items: center;
        gap: var(--unit);
      }

      .who > h2 {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }

      .who > p {
        color: var(--text-muted);
      }

      kith-identicon {
        inline-size: 5rem;
      }

      .actions > button {
        flex: 1 0 auto;
        min-block-size: 3.5rem;
        padding-inline: var(--unit);
      }

      .decline {
        background: var(--danger);
        color: var(--on-danger);
      }

      .decline:hover {
        background: var(--danger-hover);
      }
    `,
  ];

  declare ring: IncomingRing;
  declare answer: (accept: boolean) => void;

  constructor() {
    super();
    new Modal(this);
  }

  protected override render(): TemplateResult {
    const { contactId, name, video } = this.ring;
    const text = strings.ring;
    return html`<dialog role="alertdialog" aria-labelledby="heading" aria-describedby="how" @cancel=${this.#decline}>
      <div class="who">
        <kith-identicon fingerprint=${contactId}></kith-identicon>
        <h2 id="heading" tabindex="-1" autofocus>${fill(text.calls, { name: deviceName(name) })}</h2>
        <p id="how">${video ? text.video : text.audio}</p>
      </div>
      <div class="actions">
        <button class="decline" type="button" @click=${this.#decline}>
          <kith-icon name="leave"></kith-icon>${text.decline}
        </button>
        <button class="primary" type="button" @click=${() => this.answer(true)}>
          <kith-icon name=${video ? "video" : "call"}></kith-icon>${text.accept}
        </button>
      </div>
    </dialog>`;
  }

  #decline(event: Event): void {
    event.preventDefault();
    this.answer(false);
  }
}

customElements.define("kith-ring", KithRing);

declare global {
  interface HTMLElementTagNameMap {
    "kith-ring": KithRing;
  }
}
