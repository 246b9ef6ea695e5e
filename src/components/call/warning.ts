import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { CallWarning } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import { alertStyles } from "../parts/alert.ts";
import "../parts/icon.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** Says when somebody was kept out of the call, until it is dismissed. */
export class KithCallWarning extends LitElement {
  static override properties = { call: { attribute: false }, warning: { attribute: false } };
  static override styles = [base, buttons, alertStyles];

  declare call: CallActions;
  declare warning: CallWarning | undefined;

  protected override willUpdate(): void {
    this.hidden = this.warning === undefined;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.warning === undefined) return nothing;
    const { what, remedy } = strings.warning[this.warning];
    return html`<div class="alert" role="alert">
      <kith-icon name="alert"></kith-icon>
      <p class="text"><strong>${what}</strong> ${remedy}</p>
      <div class="actions">
        <button type="button" @click=${() => this.call.dismissWarning()}>${strings.devices.dismiss}</button>
      </div>
    </div>`;
  }
}

customElements.define("kith-call-warning", KithCallWarning);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-warning": KithCallWarning;
  }
}
