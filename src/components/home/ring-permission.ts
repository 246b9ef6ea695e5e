import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { SystemActions } from "../actions.ts";
import "../parts/icon.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** Asks whether calls may be shown while Kith is not in front: below the devices that could call, until one has decided. */
export class KithRingPermission extends LitElement {
  static override properties = { system: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      .ask {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--unit) calc(2 * var(--unit));
      }

      p {
        flex: 1 1 14rem;
      }
    `,
  ];

  declare system: SystemActions;
  readonly #state = new StoreReader(this, () => this.system.state);

  protected override render(): TemplateResult | typeof nothing {
    if (this.#state.value.notifications !== "unasked") return nothing;
    const text = strings.notifications;
    return html`<div class="ask">
      <p class="note">${text.what}</p>
      <button type="button" @click=${() => void this.system.allowNotifications()}>
        <kith-icon name="bell"></kith-icon>${text.allow}
      </button>
    </div>`;
  }
}

customElements.define("kith-ring-permission", KithRingPermission);

declare global {
  interface HTMLElementTagNameMap {
    "kith-ring-permission": KithRingPermission;
  }
}
