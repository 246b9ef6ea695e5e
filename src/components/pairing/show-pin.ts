import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { PairingState } from "../../app/pairing-state.ts";
import { counted } from "../../strings/counted.ts";
import { locale, strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "../parts/icon.ts";
import "../parts/qr.ts";
import "./countdown.ts";
import { groupedPin } from "./pin-text.ts";

type Showing = Extract<PairingState, { step: "showing" }>;

/** The PIN to read out, as digits and as a code to scan, and how long it is good for. */
export class KithShowPin extends LitElement {
  static override properties = { state: { attribute: false }, coded: { state: true } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        gap: calc(2 * var(--unit));
      }

      .pin {
        display: grid;
        justify-items: center;
        gap: var(--unit);
        padding: calc(3 * var(--unit)) calc(2 * var(--unit));
      }

      output {
        font-size: clamp(1.75rem, 10vw, 2.75rem);
        font-variant-numeric: tabular-nums;
        font-weight: 700;
        letter-spacing: 0.02em;
        line-height: 1.2;
        white-space: nowrap;
        user-select: all;
      }

      kith-countdown {
        color: var(--text-muted);
      }

      .guesses {
        padding: var(--half) calc(1.5 * var(--unit));
        border-radius: var(--radius);
        background: var(--warning-soft);
        color: var(--on-warning-soft);
        font-size: var(--text-small);
      }

      button {
        justify-self: center;
      }
    `,
  ];

  declare state: Showing;
  declare private coded: boolean;
  #allGuesses: number | undefined;

  constructor() {
    super();
    this.coded = false;
  }

  protected override willUpdate(): void {
    this.#allGuesses ??= this.state.guessesLeft;
  }

  protected override render(): TemplateResult {
    const { pin, link, expiresAt, guessesLeft } = this.state;
    const text = strings.pairing;
    return html`
      <div class="pin card">
        <output aria-label=${text.pin} dir="ltr">${groupedPin(pin)}</output>
        <kith-countdown .until=${expiresAt}></kith-countdown>
      </div>
      <div aria-live="polite" ?hidden=${guessesLeft === this.#allGuesses}>
        ${guessesLeft === this.#allGuesses ? nothing : html`<p class="guesses">${counted(text.guessesLeft, guessesLeft, locale)}</p>`}
      </div>
      <button type="button" aria-expanded=${this.coded} @click=${this.#toggle}>
        <kith-icon name="qr"></kith-icon>${text.showCode}
      </button>
      ${this.coded ? html`<kith-qr text=${link} label=${text.code}></kith-qr>` : nothing}
    `;
  }

  #toggle(): void {
    this.coded = !this.coded;
  }
}

customElements.define("kith-show-pin", KithShowPin);

declare global {
  interface HTMLElementTagNameMap {
    "kith-show-pin": KithShowPin;
  }
}
