import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { PinProblem } from "../../app/pairing-state.ts";
import { alertBox, alertStyles, alertText } from "../parts/alert.ts";
import { strings } from "../strings.ts";
import { base, buttons, fields } from "../styles.ts";
import "../parts/icon.ts";
import { readPinText } from "./pin-text.ts";
import "./scanner.ts";

/** Where the PIN of the other device is typed, pasted or scanned. What is no PIN may be a link, and is handed on. */
export class KithEnterPin extends LitElement {
  static override properties = {
    problem: { attribute: false },
    proving: { type: Boolean },
    takePin: { attribute: false },
    takeOther: { attribute: false },
    shown: { state: true },
    scanning: { state: true },
  };
  static override styles = [
    base,
    buttons,
    fields,
    alertStyles,
    css`
      :host,
      form {
        display: grid;
        gap: calc(2 * var(--unit));
      }

      input {
        min-block-size: 3.5rem;
        font-size: 1.5rem;
        font-variant-numeric: tabular-nums;
        font-weight: 600;
        letter-spacing: 0.04em;
      }

      .primary {
        flex: 1;
      }
    `,
  ];

  /** What was wrong with the PIN that was tried last. */
  declare problem: PinProblem | undefined;
  /** It is being tried: nothing else is taken until that has come to an end. */
  declare proving: boolean;
  declare takePin: (digits: string) => void;
  declare takeOther: (text: string) => void;
  declare private shown: PinProblem | "digits" | undefined;
  declare private scanning: boolean;

  constructor() {
    super();
    this.scanning = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("problem")) this.shown = this.problem;
    if (this.proving) this.scanning = false;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("problem") && this.problem !== undefined) this.focus();
  }

  protected override render(): TemplateResult {
    const text = strings.pairing;
    return html`
      <form @submit=${this.#submit}>
        <div>
          <label for="pin">${text.pinBox}</label>
          <input
            id="pin"
            type="text"
            inputmode="numeric"
            autocomplete="off"
            spellcheck="false"
            dir="ltr"
            aria-describedby="hint"
            aria-invalid=${this.#faulty}
            ?readonly=${this.proving}
            @input=${this.#forget}
          />
          <p class="hint" id="hint">${text.typingLead}</p>
        </div>
        <p role="status" ?hidden=${!this.proving}>${this.proving ? text.proving : ""}</p>
        <div role="alert" ?hidden=${this.shown === undefined}>${this.#problem()}</div>
        <div class="actions">
          <button class="primary" type="submit">${text.pair}</button>
          <button type="button" aria-expanded=${this.scanning} @click=${this.#scan}>
            <kith-icon name="qr"></kith-icon>${strings.code.scan}
          </button>
        </div>
      </form>
      ${this.scanning ? html`<kith-scanner .found=${this.#take}></kith-scanner>` : nothing}
    `;
  }

  /** Selects what is there, so that typing replaces it. */
  override focus(): void {
    this.#input?.select();
  }

  #problem(): TemplateResult | typeof nothing {
    if (this.shown === undefined) return nothing;
    const message =
      this.shown === "digits"
        ? { what: strings.pairing.tenDigits, remedy: "" }
        : strings.pairing.problem[this.shown];
    return alertBox({ icon: "alert", text: alertText(message) });
  }

  /** It is the PIN that is wrong, and not the line or the moment. */
  get #faulty(): boolean {
    return this.shown === "wrong" || this.shown === "unknown" || this.shown === "digits";
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector("input");
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#take(this.#input?.value ?? "");
  }

  readonly #take = (text: string): void => {
    if (this.proving) return;
    this.scanning = false;
    const read = readPinText(text);
    if (read.kind === "pin") this.takePin(read.digits);
    else if (read.kind === "other") this.takeOther(read.text);
    else {
      this.shown = "digits";
      this.focus();
    }
  };

  #forget(): void {
    this.shown = undefined;
  }

  #scan(): void {
    this.scanning = !this.scanning;
  }
}

customElements.define("kith-enter-pin", KithEnterPin);

declare global {
  interface HTMLElementTagNameMap {
    "kith-enter-pin": KithEnterPin;
  }
}
