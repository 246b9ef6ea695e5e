import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { CallState } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons, fields } from "../styles.ts";
import "../parts/icon.ts";
import "../parts/name-field.ts";

/** Milliseconds that the word of a success stays. */
const FEEDBACK_TIME = 4000;

type Feedback = "copied" | "selected" | undefined;

/**
 * The invite link, to copy or to share. As a card, for somebody who waits alone, it also asks for their name when nobody
 * knows it; `compact` is the same in one line, and on narrow screens only its buttons.
 */
export class KithInvite extends LitElement {
  static override properties = {
    call: { attribute: false },
    state: { attribute: false },
    compact: { type: Boolean, reflect: true },
    feedback: { state: true },
  };
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: block;
      }

      .card {
        display: grid;
        gap: calc(1.5 * var(--unit));
        padding: calc(2 * var(--unit));
        border: 1px solid var(--line);
        border-radius: var(--radius-large);
        background: var(--raised);
      }

      .lead {
        color: var(--text-muted);
        font-size: var(--text-small);
      }

      .actions,
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--unit);
      }

      .line {
        flex-wrap: nowrap;
      }

      .line label {
        flex: none;
        margin: 0;
      }

      .line input {
        inline-size: 14rem;
      }

      .primary {
        flex: 1;
        white-space: nowrap;
      }

      .feedback {
        flex-basis: 100%;
        color: var(--text-muted);
        font-size: var(--text-small);
      }

      .line .feedback {
        flex-basis: auto;
      }

      .feedback:empty {
        display: none;
      }

      @media (max-width: 72rem) {
        .line label,
        .line:not([data-feedback="selected"]) input {
          display: none;
        }
      }
    `,
  ];

  declare call: CallActions;
  declare state: CallState;
  declare compact: boolean;
  declare private feedback: Feedback;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asksName: boolean | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  // Once asked, the question stays until the card goes: it must not vanish with the first letter typed.
  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#asksName ??= this.state.name === "";
  }

  protected override render(): TemplateResult {
    return this.compact ? this.#line() : this.#card();
  }

  #card(): TemplateResult {
    const text = strings.invite;
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">${text.heading}</h2>
      <p class="lead">${text.lead}</p>
      <div>
        <label for="link">${text.link}</label>
        ${this.#link()}
      </div>
      <div class="actions">
        <button class="primary" type="button" @click=${this.#copy}>
          <kith-icon name=${this.feedback === "copied" ? "check" : "copy"}></kith-icon>${text.copy}
        </button>
        ${this.#shareButton()} ${this.#feedback()}
      </div>
      ${
        this.#asksName
          ? html`<kith-name-field .name=${this.state.name} .save=${this.#saveName}></kith-name-field>`
          : nothing
      }
    </section>`;
  }

  #line(): TemplateResult {
    const text = strings.invite;
    return html`<div class="line" data-feedback=${this.feedback ?? nothing}>
      ${this.#feedback()}
      <label for="link">${text.link}</label>
      ${this.#link()}
      <button class="icon" type="button" aria-label=${text.copy} title=${text.copy} @click=${this.#copy}>
        <kith-icon name=${this.feedback === "copied" ? "check" : "copy"}></kith-icon>
      </button>
      ${this.#shareButton()}
    </div>`;
  }

  #link(): TemplateResult {
    return html`<input
      id="link"
      type="text"
      readonly
      dir="ltr"
      .value=${this.state.inviteLink}
      @focus=${this.#select}
    />`;
  }

  #shareButton(): TemplateResult | typeof nothing {
    if (!("share" in navigator)) return nothing;
    const { share } = strings.invite;
    return html`<button class="icon" type="button" aria-label=${share} title=${share} @click=${this.#share}>
      <kith-icon name="share"></kith-icon>
    </button>`;
  }

  #feedback(): TemplateResult {
    const text = this.feedback === undefined ? "" : strings.invite[this.feedback];
    return html`<span class="feedback" aria-live="polite">${text}</span>`;
  }

  readonly #saveName = (name: string): void => this.call.setName(name);

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector("#link") as HTMLInputElement;
  }

  #select(): void {
    this.#input.select();
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.state.inviteLink);
      this.#say("copied");
    } catch {
      this.#say("selected");
      await this.updateComplete;
      this.#input.focus();
    }
  }

  async #share(): Promise<void> {
    try {
      await navigator.share({ title: strings.app, url: this.state.inviteLink });
    } catch {
      // Closing the sheet without choosing rejects too: either way nothing was sent, and copying is still there.
    }
  }

  #say(feedback: Feedback): void {
    this.feedback = feedback;
    clearTimeout(this.#timer);
    if (feedback === "copied") this.#timer = setTimeout(() => this.#say(undefined), FEEDBACK_TIME);
  }
}

customElements.define("kith-invite", KithInvite);

declare global {
  interface HTMLElementTagNameMap {
    "kith-invite": KithInvite;
  }
}
