import { html, LitElement, type TemplateResult } from "lit";
import type { DeviceState } from "../../app/devices-state.ts";
import type { DeviceActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { isOn, problemOf, type Source } from "./device-status.ts";
import "./icon.ts";
import { roundButton, roundButtonStyles } from "./round-button.ts";

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
    return html`${this.#microphone()}${this.#camera()}`;
  }

  #microphone(): TemplateResult {
    const on = isOn(this.devices.microphone);
    const text = strings.devices;
    return roundButton({
      name: on ? text.mute : text.unmute,
      label: on ? text.muteShort : text.unmuteShort,
      icon: on ? "microphone" : "microphone-off",
      tone: on ? "plain" : "off",
      keys: this.keys?.microphone,
      press: () => {
        if (problemOf(this.devices.microphone)) this.actions.retryDevices();
        else this.actions.toggleMicrophone();
      },
    });
  }

  #camera(): TemplateResult {
    const on = isOn(this.devices.camera);
    const text = strings.devices;
    return roundButton({
      name: on ? text.cameraOff : text.cameraOn,
      label: text.cameraShort,
      icon: on ? "video" : "video-off",
      tone: on ? "plain" : "off",
      keys: this.keys?.camera,
      press: () => {
        if (problemOf(this.devices.camera)) this.actions.retryDevices();
        else this.actions.toggleCamera();
      },
    });
  }
}

customElements.define("kith-device-buttons", KithDeviceButtons);

declare global {
  interface HTMLElementTagNameMap {
    "kith-device-buttons": KithDeviceButtons;
  }
}
