import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { CallState } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import "../parts/icon.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";

/** What is unlike a usual call, above the bar: little data, no pictures, a microphone that is on only while one holds something. */
export class KithCallModes extends LitElement {
  static override properties = { call: { attribute: false }, state: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: var(--unit);
      }

      .mode {
        display: flex;
        align-items: center;
        gap: var(--unit);
        padding: var(--half) calc(1.5 * var(--unit));
        border: 1px solid var(--line);
        border-radius: 2rem;
        background: var(--raised);
        color: var(--text-muted);
        font: inherit;
        font-size: var(--text-small);
      }

      .talk {
        min-block-size: var(--target);
        border-color: var(--control-line);
        color: var(--text);
        font-weight: 600;
        cursor: pointer;
        touch-action: none;
        user-select: none;
      }

      .talk.on {
        border-color: var(--accent);
        background: var(--accent);
        color: var(--on-accent);
      }
    `,
  ];

  declare call: CallActions;
  declare state: CallState;
  readonly #preferences = new StoreReader(this, () => this.call.preferences);

  protected override willUpdate(): void {
    const { dataUse, pushToTalk } = this.#preferences.value;
    this.hidden = dataUse === "full" && !(pushToTalk && this.#canTalk);
  }

  protected override render(): TemplateResult {
    const { dataUse, pushToTalk } = this.#preferences.value;
    return html`
      ${dataUse === "saver" ? mode("saver", strings.dataUse.saverOn) : nothing}
      ${dataUse === "sound" ? mode("sound", strings.dataUse.soundOn) : nothing}
      ${pushToTalk && this.#canTalk ? this.#talk() : nothing}
    `;
  }

  /** There is a microphone, and it is not on by hand. */
  get #canTalk(): boolean {
    const { devices, watchOnly } = this.state;
    return !watchOnly && (devices.talking || devices.microphone === "off");
  }

  #talk(): TemplateResult {
    const { talking } = this.state.devices;
    return html`<button
      class="mode talk ${talking ? "on" : ""}"
      type="button"
      data-talk
      aria-pressed=${talking}
      @pointerdown=${this.#hold}
      @pointerup=${this.#release}
      @pointercancel=${this.#release}
      @lostpointercapture=${this.#release}
      @contextmenu=${(event: Event) => event.preventDefault()}
    >
      <kith-icon name=${talking ? "microphone" : "microphone-off"}></kith-icon>
      ${talking ? strings.talk.talking : strings.talk.hold}
    </button>`;
  }

  #hold(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.call.talk(true);
  }

  readonly #release = (): void => this.call.talk(false);
}

function mode(icon: "saver" | "sound", text: string): TemplateResult {
  return html`<p class="mode"><kith-icon name=${icon}></kith-icon>${text}</p>`;
}

customElements.define("kith-call-modes", KithCallModes);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-modes": KithCallModes;
  }
}
