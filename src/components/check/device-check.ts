import { css, html, nothing, type TemplateResult } from "lit";
import { type CheckLine, type CheckState, checkLines } from "../../app/check-state.ts";
import { fill } from "../../strings/fill.ts";
import type { CheckActions } from "../actions.ts";
import { millisecondsText } from "../parts/amount.ts";
import { KithDialog } from "../parts/dialog.ts";
import "../parts/icon.ts";
import "../parts/level.ts";
import "../parts/mirror.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import "./check-line.ts";

/** Whether a call would work from here, line by line, in a dialog. Whoever renders it has made the check, and closes it. */
export class KithDeviceCheck extends KithDialog {
  static override properties = {
    check: { attribute: false },
    isPlayed: { state: true },
  };
  static override styles = [
    KithDialog.styles,
    css`
      .overall {
        padding: calc(1.5 * var(--unit)) calc(2 * var(--unit));
        border-radius: var(--radius);
        background: var(--control);
        font-weight: 600;
      }

      .overall.good {
        background: var(--accent-soft);
      }

      .overall.fair {
        background: var(--warning-soft);
        color: var(--on-warning-soft);
      }

      .overall.poor {
        background: var(--danger-soft);
        color: var(--on-danger-soft);
      }

      .lines {
        display: grid;
        gap: calc(2 * var(--unit));
        padding: 0;
      }

      .mirror {
        position: relative;
        inline-size: 10rem;
        max-inline-size: 100%;
        aspect-ratio: 16 / 9;
        overflow: hidden;
        border-radius: var(--radius);
        background: var(--tile);
      }
    `,
  ];

  declare check: CheckActions;
  /** The tone has sounded, and nobody has said yet whether it was heard. */
  declare private isPlayed?: boolean;
  readonly #state = new StoreReader(this, () => this.check.state);
  readonly #devices = new StoreReader(this, () => this.check.devices);

  protected override get heading(): string {
    return strings.check.heading;
  }

  protected override get content(): TemplateResult {
    const text = strings.check;
    const { overall, lines } = this.#state.value;
    return html`
        <p class="overall ${overall ?? ""}" aria-live="polite">
          ${overall === undefined ? text.checking : text.overall[overall]}
        </p>
        <ul class="lines" role="list">
          ${checkLines.map((line) => html`<li>${this.#line(line, lines)}</li>`)}
        </ul>
        <div class="actions"><button type="button" @click=${() => this.check.again()}>${text.again}</button></div>
      `;
  }

  #line(line: CheckLine, lines: CheckState["lines"]): TemplateResult {
    const { verdict } = lines[line];
    const { what, remedy } = sentence(line, lines);
    return html`<kith-check-line .line=${line} .verdict=${verdict} .what=${what} .remedy=${remedy}>
      ${this.#extra(line)}
    </kith-check-line>`;
  }

  /** What one sees, hears and does there. */
  #extra(line: CheckLine): TemplateResult | typeof nothing {
    const { cameraTrack, microphone } = this.#devices.value;
    if (line === "camera" && cameraTrack !== undefined)
      return html`<div class="mirror"><kith-mirror .track=${cameraTrack}></kith-mirror></div>`;
    if (line === "microphone" && microphone === "on")
      return html`<kith-level .source=${this.check.level}></kith-level>`;
    return line === "speaker" ? this.#tone() : nothing;
  }

  #tone(): TemplateResult {
    const text = strings.check;
    if (!this.isPlayed)
      return html`<div class="actions">
        <button type="button" @click=${this.#play}><kith-icon name="speaker"></kith-icon>${text.playTone}</button>
      </div>`;
    return html`<div class="actions" role="group" aria-label=${text.heardIt}>
      <button type="button" @click=${() => this.#answer(true)}>${text.yes}</button>
      <button type="button" @click=${() => this.#answer(false)}>${text.no}</button>
    </div>`;
  }

  #play(): void {
    this.check.playTone();
    this.isPlayed = true;
    void this.#focusTone();
  }

  #answer(heard: boolean): void {
    this.check.answer(heard);
    this.isPlayed = false;
    void this.#focusTone();
  }

  /** The button that was pressed is gone: the focus goes to what has taken its place. */
  async #focusTone(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("kith-check-line .actions button")?.focus();
  }
}

interface Sentence {
  readonly what: string;
  readonly remedy: string;
}

function sentence(line: CheckLine, lines: CheckState["lines"]): Sentence {
  const text = strings.check;
  const waiting = { camera: text.asking, microphone: text.listening, speaker: text.tone } as const;
  const result = lines[line];
  if (result.verdict === undefined)
    return { what: line in waiting ? waiting[line as keyof typeof waiting] : text.checking, remedy: "" };
  // The compiler does not see that a line's finding is one of that line's sentences, nor which of them have an amount.
  const sentences = text[line] as Readonly<Record<string, { what: string; remedy?: string }>>;
  const { what = "", remedy = "" } = sentences[result.finding] ?? {};
  const amount = "amount" in result && result.amount !== undefined ? millisecondsText(result.amount) : "";
  return { what: fill(what as "{amount}", { amount }), remedy };
}

customElements.define("kith-device-check", KithDeviceCheck);

declare global {
  interface HTMLElementTagNameMap {
    "kith-device-check": KithDeviceCheck;
  }
}
