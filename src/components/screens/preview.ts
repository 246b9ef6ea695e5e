import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { DeviceState } from "../../app/devices-state.ts";
import { nextTask } from "../../app/next-task.ts";
import type { PreviewActions } from "../actions.ts";
import "../parts/device-alerts.ts";
import "../parts/device-buttons.ts";
import "../parts/device-selects.ts";
import "../parts/icon.ts";
import "../parts/level.ts";
import "../parts/mirror.ts";
import "../parts/name-field.ts";
import "../parts/privacy-note.ts";
import "../parts/speaker.ts";
import { isOn, problemOf } from "../parts/device-status.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { pageStyles } from "./screen.ts";

/** Before joining: how one looks and sounds, with which devices, and under which name. */
export class KithPreview extends LitElement {
  static override properties = { preview: { attribute: false }, isWhole: { state: true } };
  static override styles = [
    base,
    buttons,
    pageStyles,
    css`
      main {
        grid-template-columns: minmax(0, 1fr);
        gap: calc(2 * var(--unit));
      }

      .choices,
      .self {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: calc(2 * var(--unit));
      }

      .picture {
        position: relative;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        place-items: center;
        aspect-ratio: 16 / 9;
        overflow: hidden;
        border: 1px solid transparent;
        border-radius: var(--radius-large);
        background: var(--tile);
        color: var(--text-muted);
      }

      /* What is wrong is said where the picture would be, so that nothing moves. */
      .picture.broken {
        overflow: visible;
        padding: var(--unit);
      }

      .sound {
        display: grid;
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: calc(2 * var(--unit));
      }

      /* Their faces stand under the edge of the picture, and the level beside the faces. */
      kith-device-buttons {
        margin-inline-start: calc(-1 * var(--unit));
      }

      kith-level {
        align-self: start;
        margin-block-start: 1.25rem;
      }

      .none {
        display: grid;
        justify-items: center;
        gap: var(--unit);
      }

      .none > kith-icon {
        font-size: 1.5rem;
      }

      .actions > .primary {
        flex: 1;
        min-block-size: 3.25rem;
      }

      @media (min-width: 56rem), (min-width: 40rem) and (max-height: 30rem) {
        :host {
          display: grid;
          align-content: center;
        }

        main {
          grid-template-columns: minmax(0, 3fr) minmax(20rem, 2fr);
          gap: calc(2 * var(--unit)) calc(4 * var(--unit));
          inline-size: 100%;
          max-inline-size: 66rem;
        }

        kith-device-selects {
          grid-template-columns: 1fr;
        }

        h1,
        .lead,
        main > kith-device-alerts {
          grid-column: 1 / -1;
        }

        main.watch {
          grid-template-columns: minmax(0, 34rem);
        }
      }
    `,
  ];

  declare preview: PreviewActions;
  /** The mirror comes first, and what can be chosen right after it: to draw both at once blocks a phone. */
  declare private isWhole?: boolean;
  readonly #devices = new StoreReader(this, () => this.preview.devices);
  readonly #name = new StoreReader(this, () => this.preview.name);

  protected override firstUpdated(): void {
    void nextTask().then(() => {
      this.isWhole = true;
    });
  }

  protected override render(): TemplateResult {
    const text = strings.preview;
    const { isContinuing } = this.preview;
    const asked = isContinuing ? strings.continuing : text;
    return html`<main class=${this.preview.watchOnly ? "watch" : ""}>
      <h1 tabindex="-1">${asked.heading}</h1>
      ${isContinuing ? html`<p class="lead">${strings.continuing.lead}</p>` : nothing}
      ${this.preview.watchOnly ? html`<p class="lead">${text.watchOnly}</p>` : this.#mirror()}
      ${this.isWhole ? this.#choices(asked.join) : nothing}
    </main>`;
  }

  #choices(join: string): TemplateResult {
    const text = strings.preview;
    return html`<div class="choices">
        <kith-name-field eager .name=${this.#name.value} .save=${this.#saveName} .submit=${this.#join}></kith-name-field>
        ${
          this.preview.watchOnly
            ? nothing
            : html`<kith-device-selects .actions=${this.preview} .devices=${this.#devices.value}></kith-device-selects>
              <kith-speaker .actions=${this.preview} .devices=${this.#devices.value}></kith-speaker>`
        }
        <div class="actions">
          <button class="primary" type="button" @click=${this.#join}>${join}</button>
          <button type="button" @click=${() => this.preview.cancel()}>${text.cancel}</button>
        </div>
        <kith-privacy-note></kith-privacy-note>
      </div>`;
  }

  #mirror(): TemplateResult {
    const devices = this.#devices.value;
    const isBroken = problemOf(devices.camera) !== undefined;
    const alerts = html`<kith-device-alerts
      place="stillJoin"
      .actions=${this.preview}
      .devices=${devices}
    ></kith-device-alerts>`;
    return html`
      ${isBroken ? nothing : alerts}
      <div class="self">
        <div class="picture ${isBroken ? "broken" : ""}">${isBroken ? alerts : this.#picture(devices)}</div>
        <div class="sound">
          <kith-device-buttons .actions=${this.preview} .devices=${devices}></kith-device-buttons>
          ${
            devices.microphone === "on"
              ? html`<kith-level .source=${this.preview.level}></kith-level>`
              : nothing
          }
        </div>
      </div>
    `;
  }

  #picture(devices: DeviceState): TemplateResult {
    const text = strings.preview;
    if (devices.cameraTrack) return html`<kith-mirror .track=${devices.cameraTrack}></kith-mirror>`;
    if (isOn(devices.camera)) return html`<p>${text.cameraOpening}</p>`;
    return html`<p class="none"><kith-icon name="video-off"></kith-icon>${text.cameraOff}</p>`;
  }

  readonly #saveName = (name: string): void => this.preview.setName(name);

  readonly #join = (): void => this.preview.join();
}

customElements.define("kith-preview", KithPreview);

declare global {
  interface HTMLElementTagNameMap {
    "kith-preview": KithPreview;
  }
}
