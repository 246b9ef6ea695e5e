import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { DeviceState } from "../../app/devices-state.ts";
import type { DeviceActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { alertStyles } from "./alert.ts";
import { consequence, type ProblemText, problemTexts } from "./device-problems.ts";
import "./icon.ts";

/**
 * Says when one's own camera or microphone does not work, why, and what to do. In a call it can be dismissed, and comes
 * back when something else goes wrong.
 */
export class KithDeviceAlerts extends LitElement {
  static override properties = {
    actions: { attribute: false },
    devices: { attribute: false },
    place: {},
    dismissed: { state: true },
  };
  static override styles = [base, buttons, alertStyles];

  declare actions: DeviceActions;
  declare devices: DeviceState;
  declare place: "stillJoin" | "inCall";
  declare private dismissed: boolean;
  #problems: readonly ProblemText[] = [];

  constructor() {
    super();
    this.dismissed = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("devices");
    if (before && (before.camera !== this.devices.camera || before.microphone !== this.devices.microphone)) {
      this.dismissed = false;
    }
    this.#problems = this.dismissed ? [] : problemTexts(this.devices);
    this.hidden = this.#problems.length === 0;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#problems.length === 0) return nothing;
    return html`<div class="alert" role="alert">
      <kith-icon name="alert"></kith-icon>
      <div class="text">
        ${this.#problems.map(({ what, remedy }) => html`<p><strong>${what}</strong> ${remedy}</p>`)}
        <p>${consequence(this.devices, this.place)}</p>
      </div>
      <div class="actions">
        <button type="button" @click=${() => this.actions.retryDevices()}>${strings.devices.retry}</button>
        ${
          this.place === "inCall"
            ? html`<button type="button" @click=${this.#dismiss}>${strings.devices.dismiss}</button>`
            : nothing
        }
      </div>
    </div>`;
  }

  #dismiss(): void {
    this.dismissed = true;
  }
}

customElements.define("kith-device-alerts", KithDeviceAlerts);

declare global {
  interface HTMLElementTagNameMap {
    "kith-device-alerts": KithDeviceAlerts;
  }
}
