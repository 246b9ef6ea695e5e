import { css, html, nothing, type TemplateResult } from "lit";
import type { Participant } from "../../app/call-state.ts";
import { fill } from "../../strings/fill.ts";
import type { CallActions } from "../actions.ts";
import { KithDialog } from "../parts/dialog.ts";
import "../parts/fingerprint.ts";
import "../parts/icon.ts";
import { displayName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";
import { badgeIcon } from "./tile-frame.ts";

/** Who somebody in the call is, how one knows, and the way to remember their device: in a dialog. */
export class KithPerson extends KithDialog {
  static override properties = {
    call: { attribute: false },
    participant: { attribute: false },
  };
  static override styles = [
    KithDialog.styles,
    css`
      .how {
        display: flex;
        align-items: center;
        gap: var(--unit);
        margin-block-end: var(--half);
        font-weight: 600;
      }

      .how > kith-icon {
        color: var(--accent);
      }

      .remember {
        display: grid;
        gap: calc(1.5 * var(--unit));
      }

      .primary {
        flex: 1;
      }
    `,
  ];

  declare call: CallActions;
  declare participant: Participant;

  protected override get heading(): string {
    return fill(strings.person.heading, { name: displayName(this.participant.name) });
  }

  protected override get content(): TemplateResult {
    const { known, fingerprint, movedFrom } = this.participant;
    const text = strings.person;
    return html`
      <div>
        <p class="how"><kith-icon name=${badgeIcon(known)}></kith-icon>${text.badge[known]}</p>
        <p>${text.how[known]}</p>
      </div>
      <kith-fingerprint label=${strings.device.fingerprint} fingerprint=${fingerprint}></kith-fingerprint>
      ${
        movedFrom === undefined
          ? nothing
          : html`<kith-fingerprint label=${strings.movedFrom} fingerprint=${movedFrom}></kith-fingerprint>`
      }
      ${known === "paired" || known === "lookalike" ? nothing : this.#remember()}
    `;
  }

  #remember(): TemplateResult {
    const { remember } = this.participant;
    const name = displayName(this.participant.name);
    const text = strings.person;
    const want = (wanted: boolean) => () => this.call.remember(this.participant, wanted);
    if (remember.own) {
      return html`<div class="remember">
        <p role="status">${fill(text.waiting, { name })}</p>
        <div class="actions"><button type="button" @click=${want(false)}>${text.withdraw}</button></div>
      </div>`;
    }
    return html`<div class="remember">
      <p>${remember.theirs ? html`<strong>${fill(text.asked, { name })}</strong> ` : nothing}${fill(text.rememberLead, { name })}</p>
      <div class="actions">
        <button class="primary" type="button" @click=${want(true)}>${text.remember}</button>
        ${remember.theirs ? html`<button type="button" @click=${want(false)}>${text.no}</button>` : nothing}
      </div>
    </div>`;
  }
}

customElements.define("kith-person", KithPerson);

declare global {
  interface HTMLElementTagNameMap {
    "kith-person": KithPerson;
  }
}
