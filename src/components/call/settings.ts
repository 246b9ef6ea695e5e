import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { CallState } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import "../parts/device-selects.ts";
import "../parts/level.ts";
import "../parts/speaker.ts";
import "./preferences.ts";
import "../parts/icon.ts";
import "../parts/name-field.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** What can be set in a call, over the bar: one's name, one's devices, and how both are treated. */
export class KithCallSettings extends LitElement {
  static override properties = {
    call: { attribute: false },
    state: { attribute: false },
    closed: { attribute: false },
    isOpen: { state: true },
  };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: contents;
      }

      .settings {
        position: fixed;
        inset: auto 50% calc(7rem + env(safe-area-inset-bottom)) auto;
        inline-size: min(26rem, 100vw - 4 * var(--unit));
        max-block-size: calc(100dvh - 9rem);
        margin: 0;
        padding: calc(2.5 * var(--unit));
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-large);
        background: var(--raised);
        box-shadow: var(--shadow);
        color: var(--text);
        translate: 50%;
      }

      .settings:popover-open {
        display: grid;
        gap: calc(2 * var(--unit));
      }

      .settings:focus-visible {
        outline: none;
      }

      kith-device-selects {
        grid-template-columns: 1fr;
      }

      .title {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
    `,
  ];

  declare call: CallActions;
  declare state: CallState;
  /** Called when it closes with the focus in it: for its owner to put it back where it belongs. */
  declare closed: () => void;
  /** Nothing is measured for nobody to see. */
  declare private isOpen?: boolean;

  protected override render(): TemplateResult {
    const text = strings.call;
    return html`<div
      class="settings"
      id="settings"
      popover
      role="dialog"
      aria-labelledby="title"
      tabindex="-1"
      autofocus
      @beforetoggle=${this.#handBack}
    >
      <div class="title">
        <h2 id="title">${text.settings}</h2>
        <button
          class="icon"
          type="button"
          aria-label=${strings.close}
          popovertarget="settings"
          popovertargetaction="hide"
        >
          <kith-icon name="close"></kith-icon>
        </button>
      </div>
      <kith-name-field .name=${this.state.name} .save=${this.#saveName}></kith-name-field>
      ${
        this.state.watchOnly
          ? nothing
          : html`<kith-device-selects .actions=${this.call} .devices=${this.state.devices}></kith-device-selects>`
      }
      ${
        this.isOpen && this.state.devices.microphone === "on"
          ? html`<kith-level .source=${this.call.level}></kith-level>`
          : nothing
      }
      <kith-speaker .actions=${this.call} .devices=${this.state.devices}></kith-speaker>
      <kith-call-preferences .call=${this.call}></kith-call-preferences>
    </div>`;
  }

  open(): void {
    this.renderRoot.querySelector<HTMLElement>("#settings")?.showPopover();
  }

  /** Browsers give the focus back when a popover closes, but Chromium not inside a shadow tree. */
  #handBack(event: ToggleEvent): void {
    this.isOpen = event.newState === "open";
    const panel = event.currentTarget as HTMLElement;
    if (event.newState === "closed" && panel.contains(this.shadowRoot?.activeElement ?? null)) this.closed();
  }

  readonly #saveName = (name: string): void => this.call.setName(name);
}

customElements.define("kith-call-settings", KithCallSettings);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-settings": KithCallSettings;
  }
}
