import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Installation } from "../../app/system/system-state.ts";
import type { SystemActions } from "../actions.ts";
import "../parts/icon.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** Installing Kith, by the browser's dialog or by hand; nothing where it is installed or cannot be. */
export class KithInstall extends LitElement {
  static override properties = { system: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      .offer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--unit) calc(2 * var(--unit));
      }

      .offer > p {
        flex: 1 1 12rem;
      }

      summary {
        display: flex;
        align-items: center;
        gap: var(--unit);
        min-block-size: var(--target);
        border-radius: var(--radius);
        font-weight: 600;
        cursor: pointer;
      }

      summary::-webkit-details-marker {
        display: none;
      }
    `,
  ];

  declare system: SystemActions;
  readonly #state = new StoreReader(this, () => this.system.state);

  protected override render(): TemplateResult | typeof nothing {
    const { installation } = this.#state.value;
    this.hidden = installation === "none";
    if (installation === "none") return nothing;
    return installation === "offered" ? this.#offer() : this.#byHand(installation);
  }

  #offer(): TemplateResult {
    const text = strings.install;
    return html`<div class="offer">
      <button type="button" @click=${() => this.system.install()}>
        <kith-icon name="install"></kith-icon>${text.install}
      </button>
      <p class="note">${text.lead}</p>
    </div>`;
  }

  #byHand(how: Exclude<Installation, "none" | "offered">): TemplateResult {
    const text = strings.install;
    return html`<details>
      <summary><kith-icon name="install"></kith-icon>${text.how}</summary>
      <p class="note">${text[how]} ${text.lead}</p>
    </details>`;
  }
}

customElements.define("kith-install", KithInstall);

declare global {
  interface HTMLElementTagNameMap {
    "kith-install": KithInstall;
  }
}
