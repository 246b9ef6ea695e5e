import { html, LitElement, type TemplateResult } from "lit";
import type { DeviceState, DeviceStatus } from "../../app/devices-state.ts";
import type { DeviceActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { isOn, problemOf, type Source } from "./device-status.ts";
import "./icon.ts";
import { type RoundButton, roundButton, roundButtonStyles } from "./round-button.ts";

/** The two switches of one's own microphone and camera. Where a device has a problem, its switch tries again. */
export class KithDeviceButtons extends LitElement {
  static override properties = {
    actions: { attribute: false },
    devices: { attribute: false },
    keys: { attribute: false },
  };
  static override styles = [base, roundButtonStyles];

  declare actions: DeviceActions;
  declare devices: DeviceState;
  /** Which keys do the same, where some do. */
  declare keys: Readonly<Record<Source, string>> | undefined;

  protected override render(): TemplateResult {
    return html`${this.#switch("microphone")}${this.#switch("camera")}`;
  }

  #switch(source: Source): TemplateResult {
    const status = this.devices[source];
    return roundButton({
      ...deviceSwitch(source, status),
      keys: this.keys?.[source],
      press: () => {
        if (problemOf(status)) this.actions.retryDevices();
        else if (source === "camera") this.actions.toggleCamera();
        else this.actions.toggleMicrophone();
      },
    });
  }
}

/** What the switch of a device shows and says. */
export function deviceSwitch(
  source: Source,
  status: DeviceStatus,
): Pick<RoundButton, "name" | "label" | "icon" | "tone"> {
  const text = strings.devices;
  const on = isOn(status);
  const tone = on ? "plain" : "off";
  if (source === "camera")
    return {
      name: on ? text.cameraOff : text.cameraOn,
      label: text.cameraShort,
      icon: on ? "video" : "video-off",
      tone,
    };
  return {
    name: on ? text.mute : text.unmute,
    label: on ? text.muteShort : text.unmuteShort,
    icon: on ? "microphone" : "microphone-off",
    tone,
  };
}

customElements.define("kith-device-buttons", KithDeviceButtons);

declare global {
  interface HTMLElementTagNameMap {
    "kith-device-buttons": KithDeviceButtons;
  }
}
