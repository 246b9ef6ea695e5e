import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Contact } from "../../app/contacts-state.ts";
import type { ContactActions } from "../actions.ts";
import { deviceName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { Ticker } from "../ticker.ts";
import "../parts/icon.ts";
import "../parts/identicon.ts";
import "./contact-options.ts";
import { missedText, presenceText } from "./presence.ts";
import { rowStyles } from "./row.ts";

/** "5 minutes ago" does not stay true. Milliseconds. */
const AGEING = 20_000;

/** A paired device in the list: who, whether it can be reached, a call, and what else can be done. */
export class KithContactRow extends LitElement {
  static override properties = {
    app: { attribute: false },
    contact: { attribute: false },
    connected: { type: Boolean },
    open: { state: true },
  };
  static override styles = [
    base,
    buttons,
    rowStyles,
    css`
      .presence {
        display: flex;
        align-items: center;
        gap: var(--unit);
      }

      .presence::before {
        flex: none;
        inline-size: 0.625rem;
        block-size: 0.625rem;
        border: 2px solid var(--control-line);
        border-radius: 50%;
        content: "";
      }

      .presence.online::before {
        border-color: var(--accent);
        background: var(--accent);
      }

      .who > .missed {
        color: var(--on-danger-soft);
        font-weight: 600;
      }

      @media (max-width: 26rem) {
        .row {
          gap: var(--unit);
          padding: var(--unit);
        }

        .call > span {
          display: none;
        }
      }
    `,
  ];

  declare app: ContactActions;
  declare contact: Contact;
  /** Whether this device is online itself. */
  declare connected: boolean;
  declare private open: boolean;

  constructor() {
    super();
    this.open = false;
    new Ticker(this, AGEING);
  }

  protected override render(): TemplateResult {
    const { contact } = this;
    const name = deviceName(contact.name);
    const now = Date.now();
    const missed = missedText(contact, now);
    const online = this.connected && contact.online;
    return html`<div class="row">
        <kith-identicon fingerprint=${contact.id}></kith-identicon>
        <div class="who">
          <bdi class="name">${name}</bdi>
          <span class="presence ${online ? "online" : ""}">${presenceText(contact, this.connected, now)}</span>
          ${missed === undefined ? nothing : html`<span class="missed">${missed}</span>`}
        </div>
        ${this.#buttons(name, online)}
      </div>
      ${
        this.open
          ? html`<kith-contact-options
              .app=${this.app}
              .contact=${contact}
              .closed=${this.#close}
            ></kith-contact-options>`
          : nothing
      }`;
  }

  #buttons(name: string, online: boolean): TemplateResult {
    const text = strings.device;
    return html`<button
        class="call ${online ? "primary" : ""}"
        type="button"
        aria-label=${text.call(name)}
        @click=${this.#call}
      >
        <kith-icon name="video"></kith-icon><span>${text.callShort}</span>
      </button>
      <button class="icon plain" type="button" aria-label=${text.options(name)} @click=${this.#showOptions}>
        <kith-icon name="more"></kith-icon>
      </button>`;
  }

  #call(): void {
    this.#seeMissed();
    this.app.callContact(this.contact.id, true);
  }

  #showOptions(): void {
    this.#seeMissed();
    this.open = true;
  }

  #seeMissed(): void {
    if (this.contact.missedAt !== undefined) this.app.seeMissed(this.contact.id);
  }

  readonly #close = (): void => {
    this.open = false;
  };
}

customElements.define("kith-contact-row", KithContactRow);

declare global {
  interface HTMLElementTagNameMap {
    "kith-contact-row": KithContactRow;
  }
}
