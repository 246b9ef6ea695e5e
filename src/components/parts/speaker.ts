import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { DeviceState } from "../../app/devices-state.ts";
import { fill } from "../../strings/fill.ts";
import type { DeviceActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons, fields } from "../styles.ts";
import "./icon.ts";

/** By which loudspeaker one hears, where the browser lets a page choose, and a sound to try it. */
export class KithSpeaker extends LitElement {
  static override properties = {
    actions: { attribute: false },
    devices: { attribute: false },
    test: { state: true },
  };
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .choice {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--unit);
      }

      .wide {
        inline-size: 100%;
      }
    `,
  ];

  declare actions: DeviceActions;
  declare devices: DeviceState;
  declare private test: "none" | "sounding" | "done";

  constructor() {
    super();
    this.test = "none";
  }

  protected override render(): TemplateResult {
    const { speakers } = this.devices;
    return html`
      ${speakers.length === 0 ? this.#button(true) : this.#choice()}
      <p class="hint" aria-live="polite">${this.test === "done" ? strings.speaker.tested : nothing}</p>
    `;
  }

  #choice(): TemplateResult {
    const { speakers, speakerId } = this.devices;
    const text = strings.speaker;
    const hasDefault = speakers.some(({ id }) => id === "default");
    return html`<label for="speaker">${text.label}</label>
      <div class="choice">
        <select id="speaker" @change=${this.#choose}>
          ${hasDefault ? nothing : html`<option value="" .selected=${live(speakerId === "")}>${text.usual}</option>`}
          ${speakers.map(
            ({ id, label }, index) => html`<option value=${id} .selected=${live(id === speakerId)}>
              ${label || fill(strings.devices.unlabelled, { kind: text.label, position: index + 1 })}
            </option>`,
          )}
        </select>
        ${this.#button(false)}
      </div>`;
  }

  #button(isWide: boolean): TemplateResult {
    const { test, sounding } = strings.speaker;
    const name = this.test === "sounding" ? sounding : test;
    return html`<button
      class=${isWide ? "wide" : "icon"}
      type="button"
      aria-label=${name}
      title=${name}
      ?disabled=${this.test === "sounding"}
      @click=${this.#sound}
    >
      <kith-icon name="speaker"></kith-icon>${isWide ? name : nothing}
    </button>`;
  }

  #choose(event: Event): void {
    this.test = "none";
    this.actions.prefer({ speaker: (event.currentTarget as HTMLSelectElement).value });
  }

  /** Whether it was heard, only the person knows. */
  async #sound(): Promise<void> {
    this.test = "sounding";
    await this.actions.testSpeaker().catch(() => undefined);
    this.test = "done";
  }
}

customElements.define("kith-speaker", KithSpeaker);

declare global {
  interface HTMLElementTagNameMap {
    "kith-speaker": KithSpeaker;
  }
}
