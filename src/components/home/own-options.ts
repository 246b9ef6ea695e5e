import { html, nothing, type TemplateResult } from "lit";
import type { ContactsState } from "../../app/contacts-state.ts";
import type { OwnDeviceActions } from "../actions.ts";
import "../parts/confirmed-button.ts";
import { KithDialog } from "../parts/dialog.ts";
import "../parts/fingerprint.ts";
import "../parts/name-field.ts";
import { live } from "lit/directives/live.js";
import { languages } from "../../strings/languages.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { fields } from "../styles.ts";

/** This device, in a dialog: its name, its language, its fingerprint, and the way to become a new one. */
export class KithOwnOptions extends KithDialog {
  static override properties = {
    app: { attribute: false },
    self: { attribute: false },
  };
  static override styles = [KithDialog.styles, fields];

  declare app: OwnDeviceActions;
  declare self: ContactsState["self"];
  readonly #name = new StoreReader(this, () => this.app.name);

  protected override get heading(): string {
    return strings.ownDevice.heading;
  }

  protected override get content(): TemplateResult {
    const { self } = this;
    const text = strings.ownDevice;
    return html`
        <kith-name-field .name=${this.#name.value} .save=${this.#saveName}></kith-name-field>
        ${this.#languageSelect()}
        ${
          self === undefined
            ? nothing
            : html`<kith-fingerprint label=${strings.device.fingerprint} fingerprint=${self}></kith-fingerprint>`
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
      `;
  }

  #languageSelect(): TemplateResult {
    const text = strings.ownDevice;
    const chosen = this.app.language.get();
    return html`<div>
      <label for="language">${text.language}</label>
      <select
        id="language"
        @change=${(event: Event) => this.app.setLanguage((event.currentTarget as HTMLSelectElement).value)}
      >
        <option value="" .selected=${live(chosen === "")}>${text.languageOfBrowser}</option>
        ${Object.entries(languages).map(
          ([language, name]) =>
            html`<option value=${language} lang=${language} .selected=${live(chosen === language)}>${name}</option>`,
        )}
      </select>
    </div>`;
  }

  readonly #saveName = (name: string): void => this.app.setName(name);

  readonly #forget = (): void => {
    this.close();
    this.app.forgetEverything();
  };
}

customElements.define("kith-own-options", KithOwnOptions);

declare global {
  interface HTMLElementTagNameMap {
    "kith-own-options": KithOwnOptions;
  }
}
