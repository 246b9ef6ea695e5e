import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { CallState, CallWarning } from "../../app/call-state.ts";
import type { AppActions, CallActions } from "../actions.ts";
import "../call/announcer.ts";
import "../call/bar.ts";
import "../call/chat.ts";
import "../call/handoff.ts";
import "../call/invite.ts";
import "../call/modes.ts";
import "../call/own-screen.ts";
import "../call/panel.ts";
import type { PanelName } from "../call/panel.ts";
import "../call/remember-prompt.ts";
import "../call/stage.ts";
import "../call/status.ts";
import { alertBox, alertStyles, alertText } from "../parts/alert.ts";
import "../parts/device-alerts.ts";
import "../parts/icon.ts";
import "../parts/privacy-note.ts";
import "../statistics/statistics.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "./call-ended.ts";

/** A call from joining to its end. */
export class KithCall extends LitElement {
  static override properties = {
    app: { attribute: false },
    call: { attribute: false },
    panel: { state: true },
  };
  static override styles = [
    base,
    buttons,
    alertStyles,
    css`
      main {
        display: flex;
        flex-direction: column;
        gap: var(--unit);
        min-block-size: 100dvh;
        padding: var(--unit) calc(1.5 * var(--unit)) calc(1.5 * var(--unit));
        padding-block-end: calc(1.5 * var(--unit) + env(safe-area-inset-bottom));
        padding-inline: calc(1.5 * var(--unit) + env(safe-area-inset-left))
          calc(1.5 * var(--unit) + env(safe-area-inset-right));
      }

      /* The people, and the panel that is open. */
      .middle {
        display: flex;
        flex: 1 0 auto;
        gap: var(--unit);
      }

      /* On a very low screen the page scrolls rather than squeeze the people out. */
      kith-stage {
        flex: 1 0 10rem;
        min-block-size: 10rem;
      }

      /* Nor are two put beside each other that have no room for it. */
      @media (max-width: 44rem) and (max-aspect-ratio: 1), (max-width: 27rem) {
        .middle {
          flex-direction: column;
        }
      }

      .facts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 calc(2 * var(--unit));
        min-block-size: var(--target);
      }

      kith-invite {
        margin-inline-start: auto;
      }

      .watching {
        display: flex;
        align-items: center;
        gap: var(--unit);
      }

      kith-status {
        min-inline-size: 0;
      }

      /* Heard, not seen: it takes no gap either. */
      kith-announcer {
        position: absolute;
      }

      /* Words wrap rather than push the buttons into a line of their own, unless a single one is too long. */
      @media (max-width: 44rem) {
        .facts:has(kith-invite) {
          column-gap: var(--unit);
        }

        kith-status {
          flex: 1 1 min-content;
          max-inline-size: max-content;
        }
      }
    `,
  ];

  declare app: AppActions;
  declare call: CallActions;
  declare private panel: PanelName | undefined;
  readonly #state = new StoreReader(this, () => this.call.state);

  protected override render(): TemplateResult {
    const state = this.#state.value;
    return state.phase === "ended"
      ? html`<kith-call-ended .app=${this.app} .state=${state}></kith-call-ended>`
      : this.#running(state);
  }

  #running(state: CallState): TemplateResult {
    const { invite, participants } = state;
    const isInviting = invite !== undefined && participants.length > 0;
    return html`<main @pointerdown=${this.#resumeSound} @keydown=${this.#resumeSound}>
      <h1 class="visually-hidden" tabindex="-1">${strings.call.heading}</h1>
      <div class="facts">
        <kith-status .phase=${state.phase} .connection=${state.connection}></kith-status>
        <kith-privacy-note ?brief=${isInviting}></kith-privacy-note>
        ${
          isInviting
            ? html`<kith-invite compact .call=${this.call} .invite=${invite} .name=${state.name}></kith-invite>`
            : nothing
        }
      </div>
      ${state.warning === undefined ? nothing : this.#warning(state.warning)}
      <kith-own-screen .call=${this.call} .screen=${state.screen}></kith-own-screen>
      <kith-remember-prompt .call=${this.call} .participants=${participants}></kith-remember-prompt>
      ${
        state.watchOnly
          ? html`<p class="watching note"><kith-icon name="watching"></kith-icon>${strings.call.watchOnly}</p>`
          : html`<kith-device-alerts
              place="inCall"
              .actions=${this.call}
              .devices=${state.devices}
            ></kith-device-alerts>`
      }
      <div class="middle">
        <kith-stage .call=${this.call} .state=${state}></kith-stage>
        ${this.panel === undefined ? nothing : this.#openPanel(this.panel, state)}
      </div>
      <kith-call-modes .call=${this.call} .state=${state}></kith-call-modes>
      <kith-call-bar
        .call=${this.call}
        .state=${state}
        .panel=${this.panel}
        .togglePanel=${this.#togglePanel}
      ></kith-call-bar>
      ${
        state.handoff === undefined
          ? nothing
          : html`<kith-handoff .call=${this.call} .handoff=${state.handoff} .closed=${() => this.call.stopHandoff()}></kith-handoff>`
      }
      <kith-announcer .call=${this.call} .state=${state} ?reading=${this.panel === "chat"}></kith-announcer>
    </main>`;
  }

  /** Stays until it is dismissed. */
  #warning(warning: CallWarning): TemplateResult {
    return alertBox({
      icon: "alert",
      role: "alert",
      text: alertText(strings.warning[warning]),
      actions: html`<button type="button" @click=${() => this.call.dismissWarning()}>${strings.devices.dismiss}</button>`,
    });
  }

  #openPanel(panel: PanelName, state: CallState): TemplateResult {
    const content = {
      chat: html`<kith-chat
        .chat=${this.call.chat}
        ?watching=${state.watchOnly}
        ?alone=${state.participants.length === 0}
      ></kith-chat>`,
      statistics: html`<kith-statistics .call=${this.call} .state=${state}></kith-statistics>`,
    };
    return html`${keyed(
      panel,
      html`<kith-panel .heading=${strings[panel].heading} .close=${this.#closePanel}>
        ${content[panel]}
      </kith-panel>`,
    )}`;
  }

  readonly #togglePanel = (panel: PanelName): void => {
    this.panel = this.panel === panel ? undefined : panel;
  };

  readonly #closePanel = (): void => {
    this.panel = undefined;
  };

  // Browsers may keep a page silent until somebody has touched it.
  #resumeSound(): void {
    this.call.resumeSound();
  }
}

customElements.define("kith-call", KithCall);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call": KithCall;
  }
}
