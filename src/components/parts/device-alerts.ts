import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { DeviceState, StandIn } from "../../app/devices-state.ts";
import { fill } from "../../strings/fill.ts";
import type { DeviceActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { alertBox, alertStyles, alertText } from "./alert.ts";
import { consequence, type ProblemText, problemTexts } from "./device-problems.ts";

/**
 * Says when one's own camera or microphone does not work, why, and what to do; and when another device stands in for the wanted
 * one. In a call it can be dismissed, and comes back when something else goes wrong.
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
  declare private dismissed?: boolean;
  #problems: readonly ProblemText[] = [];
  #standIns: readonly StandIn[] = [];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("devices");
    if (before && isNews(before, this.devices)) this.dismissed = false;
    this.#problems = this.dismissed ? [] : problemTexts(this.devices);
    this.#standIns = this.dismissed ? [] : this.devices.standIns;
    this.hidden = this.#problems.length + this.#standIns.length === 0;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.hidden) return nothing;
    const isBroken = this.#problems.length > 0;
    return alertBox({
      icon: isBroken ? "alert" : "devices",
      isQuiet: !isBroken,
      role: "alert",
      text: html`${this.#problems.map(alertText)}
        ${this.#standIns.map(({ kind, gone }) => html`<p>${fill(strings.standIn[kind], { gone })}</p>`)}
        ${isBroken ? html`<p>${consequence(this.devices, this.place)}</p>` : nothing}`,
      actions: html`${
        isBroken
          ? html`<button type="button" @click=${() => this.actions.retryDevices()}>${strings.devices.retry}</button>`
          : nothing
      }
      ${
        this.place === "inCall" || !isBroken
          ? html`<button type="button" @click=${this.#dismiss}>${strings.devices.dismiss}</button>`
          : nothing
      }`,
    });
  }

  #dismiss(): void {
    this.dismissed = true;
  }
}

function isNews(before: DeviceState, now: DeviceState): boolean {
  const isOther = before.camera !== now.camera || before.microphone !== now.microphone;
  return (
    isOther ||
    now.standIns.some(
      ({ kind, gone }) => !before.standIns.some((one) => one.kind === kind && one.gone === gone),
    )
  );
}

customElements.define("kith-device-alerts", KithDeviceAlerts);

declare global {
  interface HTMLElementTagNameMap {
    "kith-device-alerts": KithDeviceAlerts;
  }
}
