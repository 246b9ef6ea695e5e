import { css, html, LitElement, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { DeviceState } from "../../app/devices-state.ts";
import { fill } from "../../strings/fill.ts";
import type { DeviceActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, fields } from "../styles.ts";
import type { Source } from "./device-status.ts";

/** Which camera and which microphone: two labelled selects. */
export class KithDeviceSelects extends LitElement {
  static override properties = { actions: { attribute: false }, devices: { attribute: false } };
  static override styles = [
    base,
    fields,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr));
        gap: calc(2 * var(--unit));
      }
    `,
  ];

  declare actions: DeviceActions;
  declare devices: DeviceState;

  protected override render(): TemplateResult {
    return html`
      ${this.#select("camera", this.devices.cameras, this.devices.cameraId, (id) => this.actions.selectCamera(id))}
      ${this.#select("microphone", this.devices.microphones, this.devices.microphoneId, (id) =>
        this.actions.selectMicrophone(id),
      )}
    `;
  }

  #select(
    source: Source,
    choices: DeviceState["cameras"],
    selected: string | undefined,
    choose: (id: string) => void,
  ): TemplateResult {
    const kind = strings.devices[source];
    return html`<div>
      <label for=${source}>${kind}</label>
      <select
        id=${source}
        ?disabled=${choices.length === 0}
        @change=${(event: Event) => choose((event.currentTarget as HTMLSelectElement).value)}
      >
        ${choices.length === 0 ? html`<option>${this.#empty(source)}</option>` : undefined}
        ${choices.map(
          ({ id, label }, index) => html`<option value=${id} .selected=${live(id === selected)}>
            ${label || fill(strings.devices.unlabelled, { kind, position: index + 1 })}
          </option>`,
        )}
      </select>
    </div>`;
  }

  #empty(source: Source): string {
    const { opening, notAllowed, none } = strings.devices;
    const status = this.devices[source];
    if (status === "opening") return opening;
    return status === "refused" ? notAllowed : none;
  }
}

customElements.define("kith-device-selects", KithDeviceSelects);

declare global {
  interface HTMLElementTagNameMap {
    "kith-device-selects": KithDeviceSelects;
  }
}
