import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Contact, ContactsState } from "../../app/contacts-state.ts";
import { fill } from "../../strings/fill.ts";
import type { ContactActions } from "../actions.ts";
import "../parts/icon.ts";
import "../parts/identicon.ts";
import { deviceName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { Ticker } from "../ticker.ts";
import "./contact-options.ts";
import { missedText, presenceText } from "./presence.ts";
import { rowStyles } from "./row.ts";

/** "5 minutes ago" does not stay true. Milliseconds. */
const AGEING = 20_000;

/** The paired devices: who, whether they can be reached, a call, and what else can be done. */
export class KithContacts extends LitElement {
  static override properties = {
    app: { attribute: false },
    state: { attribute: false },
    open: { state: true },
  };
  static override styles = [
    base,
    buttons,
    rowStyles,
    css`
      ul {
        display: grid;
        gap: var(--unit);
      }

      ul:focus-visible {
        outline: none;
      }

      .none {
        padding: calc(2 * var(--unit));
        border: 1px dashed var(--control-line);
        border-radius: var(--radius-large);
        color: var(--text-muted);
      }

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
      }

      @media (max-width: 26rem) {
        .row {
          position: relative;
          gap: var(--unit);
          padding: var(--unit);
        }

        .call {
          padding: 0;
        }

        .call > span {
          display: none;
        }

        /* At the corner of the small picture: the words need the room. */
        .presence::before {
          position: absolute;
          inset-block-start: calc(50% + 0.75rem);
          inset-inline-start: calc(var(--unit) + 2.125rem);
          background: var(--raised);
        }
      }
    `,
  ];

  declare app: ContactActions;
  declare state: ContactsState;
  /** Whose options are shown. */
  declare private open: string | undefined;
  #lost = false;

  constructor() {
    super();
    new Ticker(this, AGEING);
  }

  protected override willUpdate(): void {
    this.#lost = this.open !== undefined && !this.state.contacts.some(({ id }) => id === this.open);
    if (this.#lost) this.open = undefined;
  }

  /** The dialog of a device that is gone has nobody to give the focus back to. */
  protected override updated(): void {
    if (this.#lost) this.renderRoot.querySelector("ul")?.focus();
  }

  protected override render(): TemplateResult {
    const { self, contacts } = this.state;
    const text = strings.home;
    const shown = contacts.find(({ id }) => id === this.open);
    return html`<ul role="list" aria-label=${text.paired} tabindex="-1">
        ${contacts.length === 0 ? html`<li class="none">${self === undefined ? text.reading : text.nonePaired}</li>` : nothing}
        ${repeat(
          contacts,
          ({ id }) => id,
          (contact) => html`<li class="row card">${this.#row(contact)}</li>`,
        )}
      </ul>
      ${
        shown === undefined
          ? nothing
          : html`<kith-contact-options
              .app=${this.app}
              .contact=${shown}
              .closed=${this.#close}
            ></kith-contact-options>`
      }`;
  }

  #row(contact: Contact): TemplateResult {
    const name = deviceName(contact.name);
    const now = Date.now();
    const missed = missedText(contact, now);
    const online = this.state.connected && contact.online;
    const text = strings.device;
    return html`<kith-identicon fingerprint=${contact.id}></kith-identicon>
      <div class="who">
        <bdi class="name">${name}</bdi>
        <span class="presence ${online ? "online" : ""}">${presenceText(contact, this.state.connected, now)}</span>
        ${missed === undefined ? nothing : html`<span class="missed">${missed}</span>`}
      </div>
      <button
        class="call ${online ? "primary" : ""}"
        type="button"
        aria-label=${fill(text.call, { name })}
        @click=${() => this.#call(contact)}
      >
        <kith-icon name="video"></kith-icon><span>${text.callShort}</span>
      </button>
      <button
        class="icon plain"
        type="button"
        aria-label=${fill(text.options, { name })}
        @click=${() => this.#showOptions(contact)}
      >
        <kith-icon name="more"></kith-icon>
      </button>`;
  }

  #call(contact: Contact): void {
    this.#seeMissed(contact);
    this.app.callContact(contact.id, true);
  }

  #showOptions(contact: Contact): void {
    this.#seeMissed(contact);
    this.open = contact.id;
  }

  #seeMissed({ id, missedAt }: Contact): void {
    if (missedAt !== undefined) this.app.seeMissed(id);
  }

  readonly #close = (): void => {
    this.open = undefined;
  };
}

customElements.define("kith-contacts", KithContacts);

declare global {
  interface HTMLElementTagNameMap {
    "kith-contacts": KithContacts;
  }
}
