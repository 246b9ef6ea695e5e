import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ContactsState } from "../../app/contacts-state.ts";
import type { OwnDeviceActions } from "../actions.ts";
import { displayName } from "../parts/person-name.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "../parts/confirmed-button.ts";
import "../parts/dialog.ts";
import "../parts/fingerprint.ts";
import "../parts/icon.ts";
import "../parts/identicon.ts";
import "../parts/name-field.ts";
import { rowStyles } from "./row.ts";

/** This device as the others know it: its name, its fingerprint, and the way to become a new one. */
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
  declare private open: boolean;
  readonly #name = new StoreReader(this, () => this.app.name);

  constructor() {
    super();
    this.open = false;
  }

  protected override render(): TemplateResult {
    const { self } = this;
    const text = strings.ownDevice;
    return html`<div class="row">
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
      ${this.open ? this.#options() : nothing}`;
  }

  #options(): TemplateResult {
    const text = strings.ownDevice;
    return html`<kith-dialog heading=${text.heading} .closed=${this.#close}>
      <kith-name-field .name=${this.#name.value} .save=${this.#saveName}></kith-name-field>
      ${
        this.self === undefined
          ? nothing
          : html`<kith-fingerprint
              label=${strings.device.fingerprint}
              fingerprint=${this.self}
            ></kith-fingerprint>`
      }
      <kith-confirmed-button
        .words=${{
          label: text.forget,
          heading: text.forgetHeading,
          meaning: text.forgetMeaning,
          yes: text.forgetConfirm,
          no: text.keep,
        }}
        .act=${this.#forget}
      ></kith-confirmed-button>
    </kith-dialog>`;
  }

  #show(): void {
    this.open = true;
  }

  readonly #close = (): void => {
    this.open = false;
  };

  readonly #saveName = (name: string): void => this.app.setName(name);

  readonly #forget = (): void => {
    this.renderRoot.querySelector("kith-dialog")?.close();
    this.app.forgetEverything();
  };
}

customElements.define("kith-own-device", KithOwnDevice);

declare global {
  interface HTMLElementTagNameMap {
    "kith-own-device": KithOwnDevice;
  }
}
