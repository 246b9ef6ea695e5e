import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ContactsState } from "../../app/contacts-state.ts";
import type { OwnDeviceActions } from "../actions.ts";
import { displayName } from "../parts/person-name.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "../parts/icon.ts";
import "../parts/identicon.ts";
import "./own-options.ts";
import { rowStyles } from "./row.ts";

/** This device in one line, as the others know it. */
export class KithOwnDevice extends LitElement {
  static override properties = {
    app: { attribute: false },
    self: { attribute: false },
    open: { state: true },
  };
  static override styles = [
    base,
    buttons,
    rowStyles,
    css`
      .unknown {
        inline-size: 2.75rem;
        aspect-ratio: 1;
        border-radius: 22%;
        background: var(--control);
      }
    `,
  ];

  declare app: OwnDeviceActions;
  declare self: ContactsState["self"];
  declare private open?: boolean;
  readonly #name = new StoreReader(this, () => this.app.name);

  protected override render(): TemplateResult {
    const { self } = this;
    const text = strings.ownDevice;
    return html`<div class="row card">
        ${
          self === undefined
            ? html`<span class="unknown"></span>`
            : html`<kith-identicon fingerprint=${self}></kith-identicon>`
        }
        <div class="who">
          <bdi class="name">${displayName(this.#name.value, strings.device.unnamed)}</bdi>
          <span>${self === undefined ? text.opening : text.heading}</span>
        </div>
        <button class="icon plain" type="button" aria-label=${text.options} @click=${this.#show}>
          <kith-icon name="more"></kith-icon>
        </button>
      </div>
      ${
        this.open
          ? html`<kith-own-options .app=${this.app} .self=${self} .closed=${this.#close}></kith-own-options>`
          : nothing
      }`;
  }

  #show(): void {
    this.open = true;
  }

  readonly #close = (): void => {
    this.open = false;
  };
}

customElements.define("kith-own-device", KithOwnDevice);

declare global {
  interface HTMLElementTagNameMap {
    "kith-own-device": KithOwnDevice;
  }
}
