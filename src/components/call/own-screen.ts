import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { OwnScreen } from "../../app/screen-share.ts";
import type { CallActions } from "../actions.ts";
import { alertStyles } from "../parts/alert.ts";
import "../parts/icon.ts";
import "../parts/mirror.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** Says that one's own screen is seen by the others, and shows what of it, for as long as it is. */
export class KithOwnScreen extends LitElement {
  static override properties = { call: { attribute: false }, screen: { attribute: false } };
  static override styles = [
    base,
    buttons,
    alertStyles,
    css`
      .alert {
        justify-content: center;
        padding: var(--unit);
      }

      .look {
        position: relative;
        flex: none;
        inline-size: 5.5rem;
        aspect-ratio: 16 / 9;
        border-radius: var(--unit);
        overflow: hidden;
      }

      .text {
        flex: 1 1 5rem;
        max-inline-size: max-content;
      }
    `,
  ];

  declare call: CallActions;
  declare screen: OwnScreen;

  protected override willUpdate(): void {
    this.hidden = this.screen.status !== "on";
  }

  protected override render(): TemplateResult | typeof nothing {
    const { status, look, sound } = this.screen;
    if (status !== "on") return nothing;
    const { ownBegan, ownSounds, stopShort } = strings.screen;
    return html`<div class="alert quiet">
      ${
        look === undefined
          ? html`<kith-icon name="screen"></kith-icon>`
          : html`<div class="look" aria-hidden="true"><kith-mirror straight painted .track=${look}></kith-mirror></div>`
      }
      <p class="text">${sound === undefined ? ownBegan : ownSounds}</p>
      <button type="button" @click=${() => this.call.stopSharing()}>${stopShort}</button>
    </div>`;
  }
}

customElements.define("kith-own-screen", KithOwnScreen);

declare global {
  interface HTMLElementTagNameMap {
    "kith-own-screen": KithOwnScreen;
  }
}
