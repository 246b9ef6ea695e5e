import { html, type TemplateResult } from "lit";
import type { Contact } from "../../app/contacts-state.ts";
import type { Permissions } from "../../app/permissions.ts";
import { fill } from "../../strings/fill.ts";
import type { ContactActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { fields } from "../styles.ts";
import "../parts/confirmed-button.ts";
import { KithDialog } from "../parts/dialog.ts";
import "../parts/fingerprint.ts";
import "../parts/icon.ts";
import "../parts/permissions.ts";
import { deviceName } from "../parts/person-name.ts";
import { dateText } from "../parts/time.ts";

/** Characters of a name that are kept. */
const MAX_NAME = 64;

/** All about one paired device, in a dialog: its name, what it may do here, how to recognise it, and the way to part. */
export class KithContactOptions extends KithDialog {
  static override properties = {
    app: { attribute: false },
    contact: { attribute: false },
  };
  static override styles = [KithDialog.styles, fields];

  declare app: ContactActions;
  declare contact: Contact;

  protected override get heading(): string {
    return deviceName(this.contact.name);
  }

  protected override get content(): TemplateResult {
    const { id, permissions, pairedAt } = this.contact;
    const name = this.heading;
    const text = strings.device;
    return html`
      <div>
        <label for="name">${text.name}</label>
        <input
          id="name"
          type="text"
          maxlength=${MAX_NAME}
          autocomplete="off"
          spellcheck="false"
          dir="auto"
          .value=${this.contact.name}
          @change=${this.#rename}
        />
      </div>
      <button type="button" @click=${() => this.app.callContact(id, false)}>
        <kith-icon name="call"></kith-icon>${text.callWithoutCamera}
      </button>
      <kith-permissions
        heading=${fill(strings.permissions.heading, { name })}
        .permissions=${permissions}
        .change=${this.#permit}
      ></kith-permissions>
      <div>
        <kith-fingerprint label=${text.fingerprint} fingerprint=${id}></kith-fingerprint>
        <p class="hint">${text.compare} ${fill(text.pairedOn, { date: dateText(pairedAt) })}.</p>
      </div>
      <kith-confirmed-button
        .words=${{
          label: text.remove,
          heading: fill(text.removeHeading, { name }),
          meaning: text.removeMeaning,
          yes: text.removeConfirm,
          no: text.keep,
        }}
        .act=${this.#revoke}
      ></kith-confirmed-button>
    `;
  }

  /** A device without a name cannot be told apart: an emptied box is no new name. */
  #rename(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    const name = input.value.trim();
    if (name === "") input.value = this.contact.name;
    else if (name !== this.contact.name) this.app.renameContact(this.contact.id, name);
  }

  readonly #permit = (permissions: Permissions): void => {
    this.app.setPermissions(this.contact.id, permissions);
  };

  readonly #revoke = (): void => {
    this.app.revokeContact(this.contact.id);
  };
}

customElements.define("kith-contact-options", KithContactOptions);

declare global {
  interface HTMLElementTagNameMap {
    "kith-contact-options": KithContactOptions;
  }
}
