import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { PairingState } from "../../app/pairing-state.ts";
import { fill } from "../../strings/fill.ts";
import type { AppActions, PairingActions } from "../actions.ts";
import "../pairing/confirm.ts";
import "../pairing/enter-pin.ts";
import "../pairing/show-pin.ts";
import "../parts/icon.ts";
import "../parts/name-field.ts";
import { deviceName } from "../parts/person-name.ts";
import { textButton } from "../parts/text-button.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { focusHeading, pageStyles } from "./screen.ts";

/** Two devices get to know each other: from the choice who shows the PIN to the moment when both remember. */
export class KithPairing extends LitElement {
  static override properties = { app: { attribute: false }, pairing: { attribute: false } };
  static override styles = [
    base,
    buttons,
    pageStyles,
    css`
      main {
        gap: calc(2.5 * var(--unit));
      }

      @media (min-width: 56rem) {
        main {
          padding-block-start: min(8dvh, 5rem);
        }
      }

      .opening {
        display: grid;
        gap: var(--unit);
      }

      .choices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
        gap: calc(1.5 * var(--unit));
      }

      .choices > button {
        min-block-size: 3.5rem;
        font-size: 1.125rem;
      }
    `,
  ];

  declare app: AppActions;
  declare pairing: PairingActions;
  readonly #state = new StoreReader(this, () => this.pairing.state);
  readonly #name = new StoreReader(this, () => this.app.name);
  #step: PairingState["step"] | undefined;
  #asksName: boolean | undefined;

  // Once asked, the question stays: it must not vanish with the first letter typed.
  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#asksName ??= this.#name.value === "";
  }

  protected override render(): TemplateResult {
    const state = this.#state.value;
    const { what, remedy } = headingOf(state);
    return html`<main>
      <div class="opening" role=${state.step === "failed" ? "alert" : nothing}>
        <h1 tabindex="-1">${what}</h1>
        ${remedy === "" ? nothing : html`<p class="lead">${remedy}</p>`}
      </div>
      ${this.#body(state)}
    </main>`;
  }

  /** Each step begins at its heading, or where something is to be typed. */
  protected override updated(_changed: PropertyValues<this>): void {
    const { step } = this.#state.value;
    if (step === this.#step) return;
    const first = this.#step === undefined;
    this.#step = step;
    if (step === "typing") void this.#focusPin();
    else if (!first && step !== "proving") void focusHeading(this);
  }

  async #focusPin(): Promise<void> {
    const box = this.renderRoot.querySelector("kith-enter-pin");
    await box?.updateComplete;
    box?.focus();
  }

  #body(state: PairingState): TemplateResult {
    const text = strings.pairing;
    switch (state.step) {
      case "choosing":
        return this.#choosing();
      case "preparing":
        return this.#actions(this.#cancel());
      case "showing":
        return html`<kith-show-pin .state=${state}></kith-show-pin>
          ${this.#actions(this.#cancel())}`;
      case "typing":
      case "proving":
        return html`<kith-enter-pin
            ?proving=${state.step === "proving"}
            .problem=${state.step === "typing" ? state.problem : undefined}
            .takePin=${(pin: string) => this.pairing.typePin(pin)}
            .takeOther=${(other: string) => this.app.openInvite(other)}
          ></kith-enter-pin>
          ${this.#actions(this.#cancel())}`;
      case "confirming":
        return html`<kith-confirm .pairing=${this.pairing} .state=${state}></kith-confirm>`;
      case "paired":
        return this.#actions(
          html`${textButton("primary", fill(strings.device.call, { name: deviceName(state.peer.name) }), () =>
            this.app.callContact(state.peer.fingerprint, true),
          )}
          ${textButton("", text.done, () => this.pairing.cancel())}`,
        );
      case "failed":
        return this.#actions(
          html`${textButton("primary", text.newPin, () => this.pairing.showPin())}
          ${textButton("", text.enterAgain, () => this.pairing.enterPin())}
          ${textButton("", text.back, () => this.pairing.cancel())}`,
        );
    }
  }

  #choosing(): TemplateResult {
    const text = strings.pairing;
    return html`
      ${
        this.#asksName
          ? html`<kith-name-field .name=${this.#name.value} .save=${this.#saveName}></kith-name-field>`
          : nothing
      }
      <p>${text.showLead}</p>
      <div class="choices">
        ${textButton("primary", text.show, () => this.pairing.showPin())}
        ${textButton("", text.enter, () => this.pairing.enterPin())}
      </div>
      ${this.#actions(textButton("", text.back, () => this.pairing.cancel()))}
    `;
  }

  #cancel(): TemplateResult {
    return textButton("", strings.pairing.cancel, () => this.pairing.cancel());
  }

  #actions(content: TemplateResult): TemplateResult {
    return html`<div class="actions">${content}</div>`;
  }

  readonly #saveName = (name: string): void => this.app.setName(name);
}

function headingOf(state: PairingState): { readonly what: string; readonly remedy: string } {
  const text = strings.pairing;
  switch (state.step) {
    case "choosing":
      return { what: text.heading, remedy: text.lead };
    case "preparing":
      return { what: text.preparing, remedy: "" };
    case "showing":
      return { what: text.showing, remedy: text.showingLead };
    case "typing":
    case "proving":
      return { what: text.typing, remedy: "" };
    case "confirming":
      return { what: text.confirming, remedy: text.confirmingLead };
    case "paired":
      return { what: fill(text.paired, { name: deviceName(state.peer.name) }), remedy: text.pairedLead };
    case "failed":
      return text.failed[state.reason];
  }
}

customElements.define("kith-pairing", KithPairing);

declare global {
  interface HTMLElementTagNameMap {
    "kith-pairing": KithPairing;
  }
}
