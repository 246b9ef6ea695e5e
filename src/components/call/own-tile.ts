import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { SourceState } from "../../app/call-state.ts";
import type { DeviceState, DeviceStatus } from "../../app/devices-state.ts";
import { isOn, problemOf } from "../parts/device-status.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import "../parts/mirror.ts";
import { avatar, plate, tileStyles } from "./tile-frame.ts";

/** Oneself in the call, as the others have it, but mirrored. */
export class KithOwnTile extends LitElement {
  static override properties = {
    devices: { attribute: false },
    name: { attribute: false },
    watching: { type: Boolean },
  };
  static override styles = [base, tileStyles];

  declare devices: DeviceState;
  declare name: string;
  /** Nobody gets to see or hear this person, whatever the devices do. */
  declare watching: boolean;

  protected override render(): TemplateResult {
    const { camera, microphone, cameraTrack } = this.devices;
    return html`<div class="tile" role="group" aria-label=${strings.name.own}>
      ${avatar(this.name)} ${cameraTrack ? html`<kith-mirror painted .track=${cameraTrack}></kith-mirror>` : nothing}
      ${
        this.watching
          ? plate(strings.name.own, "none", "none")
          : plate(strings.name.own, sourceOf(microphone), sourceOf(camera))
      }
    </div>`;
  }
}

function sourceOf(status: DeviceStatus): SourceState {
  if (problemOf(status)) return "none";
  return isOn(status) ? "on" : "off";
}

customElements.define("kith-own-tile", KithOwnTile);

declare global {
  interface HTMLElementTagNameMap {
    "kith-own-tile": KithOwnTile;
  }
}
