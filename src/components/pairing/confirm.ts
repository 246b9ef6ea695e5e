import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { PairingState } from "../../app/pairing-state.ts";
import { fill } from "../../strings/fill.ts";
import type { PairingActions } from "../actions.ts";
import { alertBox, alertStyles } from "../parts/alert.ts";
import { deviceName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "../parts/fingerprint.ts";
import "../parts/icon.ts";
import "../parts/permissions.ts";

type Confirming = Extract<PairingState, { step: "confirming" }>;

/** Is it the right device, and what may it do here? Both sides have to say yes. */
export class KithConfirm extends LitElement {
  static override properties = { pairing: { attribute: false }, state: { attribute: false } };
  static override styles = [
    base,
    buttons,
    alertStyles,
    css`
      :host {
        display: grid;
        gap: calc(2.5 * var(--unit));
      }

      .alert {
        font-size: 1rem;
      }

      .prints {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr));
        gap: calc(1.5 * var(--unit));
      }

      /* The decision stays in sight, however long what comes before it is. */
      .actions {
        position: sticky;
        inset-block-end: 0;
        padding-block: calc(1.5 * var(--unit)) calc(1.5 * var(--unit) + env(safe-area-inset-bottom));
        border-block-start: 1px solid var(--line);
        background: var(--surface);
      }

      .actions > button {
        flex: 1 1 auto;
      }

      .actions > p {
        flex-basis: 100%;
      }
    `,
  ];

  declare pairing: PairingActions;
  declare state: Confirming;

  protected override render(): TemplateResult {
    const { peer, self, permissions, confirmed, isLookalike } = this.state;
    const name = deviceName(peer.name);
    const text = strings.pairing;
    return html`
      ${isLookalike ? alertBox({ icon: "alert", role: "alert", text: fill(text.lookalike, { name }) }) : nothing}
      <div class="prints">
        <kith-fingerprint label=${fill(text.theirs, { name })} fingerprint=${peer.fingerprint}></kith-fingerprint>
        <kith-fingerprint label=${text.own} fingerprint=${self}></kith-fingerprint>
      </div>
      <kith-permissions
        heading=${fill(strings.permissions.heading, { name })}
        ?disabled=${confirmed}
        .permissions=${permissions}
        .change=${this.#change}
      ></kith-permissions>
      <div class="actions">
        <p role="status" ?hidden=${!confirmed}>${confirmed ? fill(text.waiting, { name }) : ""}</p>
        ${confirmed ? this.#takeBack() : this.#choice()}
      </div>
    `;
  }

  #choice(): TemplateResult {
    const text = strings.pairing;
    return html`<button class="primary" type="button" @click=${() => this.pairing.confirm()}>${text.confirm}</button>
      <button type="button" @click=${() => this.pairing.decline()}>${text.decline}</button>`;
  }

  #takeBack(): TemplateResult {
    return html`<button type="button" @click=${() => this.pairing.decline()}>${strings.pairing.cancel}</button>`;
  }

  readonly #change = (permissions: Confirming["permissions"]): void =>
    this.pairing.setPermissions(permissions);
}

customElements.define("kith-confirm", KithConfirm);

declare global {
  interface HTMLElementTagNameMap {
    "kith-confirm": KithConfirm;
  }
}
