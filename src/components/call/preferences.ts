import { css, html, LitElement, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { type DataUse, dataUses } from "../../app/preferences.ts";
import type { CallActions } from "../actions.ts";
import { labelledSwitch, switchStyles } from "../parts/switch.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, fields } from "../styles.ts";

type Processing = "echoCancellation" | "noiseSuppression" | "autoGainControl";

/** How one's microphone is treated, when it is on, and what the call may cost the line. */
export class KithCallPreferences extends LitElement {
  static override properties = { call: { attribute: false } };
  static override styles = [
    base,
    fields,
    switchStyles,
    css`
      :host {
        display: grid;
        gap: calc(2 * var(--unit));
      }

      fieldset {
        margin: 0;
        padding: 0;
        border: none;
      }

      legend {
        padding: 0;
        font-size: var(--text-small);
        font-weight: 600;
      }

      .hint {
        margin-block-start: 0;
      }
    `,
  ];

  declare call: CallActions;
  readonly #preferences = new StoreReader(this, () => this.call.preferences);

  protected override render(): TemplateResult {
    const { pushToTalk } = this.#preferences.value;
    const text = strings.processing;
    return html`
      <fieldset>
        <legend>${text.heading}</legend>
        ${this.#processing("echoCancellation")} ${this.#processing("noiseSuppression")}
        ${this.#processing("autoGainControl")}
        ${labelledSwitch({
          id: "push-to-talk",
          label: strings.talk.setting,
          on: pushToTalk,
          flip: (on) => this.call.prefer({ pushToTalk: on }),
        })}
        <p class="hint">${strings.talk.hint}</p>
      </fieldset>
      <div>
        <label for="data-use">${strings.dataUse.label}</label>
        <select id="data-use" @change=${this.#chooseDataUse}>
          ${dataUses.map((use) => this.#dataUse(use))}
        </select>
        <p class="hint">${strings.dataUse.hint[this.#preferences.value.dataUse]}</p>
      </div>
    `;
  }

  #processing(key: Processing): TemplateResult {
    return labelledSwitch({
      id: key,
      label: strings.processing[key],
      on: this.#preferences.value[key],
      flip: (on) => this.call.prefer({ [key]: on }),
    });
  }

  #dataUse(use: DataUse): TemplateResult {
    const isChosen = use === this.#preferences.value.dataUse;
    return html`<option value=${use} .selected=${live(isChosen)}>${strings.dataUse.choice[use]}</option>`;
  }

  #chooseDataUse(event: Event): void {
    this.call.prefer({ dataUse: (event.currentTarget as HTMLSelectElement).value as DataUse });
  }
}

customElements.define("kith-call-preferences", KithCallPreferences);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-preferences": KithCallPreferences;
  }
}
