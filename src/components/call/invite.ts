import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { InviteState, InviteTerms } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons, fields } from "../styles.ts";
import "../parts/icon.ts";
import type { IconName } from "../parts/icon.ts";
import "../parts/name-field.ts";
import "./invite-code.ts";
import "./invite-options.ts";
import { termsText } from "./invite-terms.ts";

/** Milliseconds that the word of a success stays. */
const FEEDBACK_TIME = 4000;

type Feedback = "copied" | "selected" | undefined;

/**
 * The invite link, to copy, to share and to scan; whoever made it can replace it. As a card, for somebody who waits alone,
 * it also asks for their name when nobody knows it; `compact` is the same in one line, on narrow screens only its buttons.
 */
export class KithInvite extends LitElement {
  static override properties = {
    call: { attribute: false },
    invite: { attribute: false },
    name: { attribute: false },
    compact: { type: Boolean, reflect: true },
    feedback: { state: true },
    open: { state: true },
  };
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .card {
        display: grid;
        gap: calc(1.5 * var(--unit));
        padding: calc(2 * var(--unit));
      }

      /* Where there is little height there is room for the link alone. */
      @media (max-height: 36rem) {
        .card {
          gap: var(--unit);
          padding: calc(1.5 * var(--unit));
        }

        .note,
        .icon > span {
          display: none;
        }
      }

      .actions,
      .line {
        align-items: center;
      }

      .line {
        display: flex;
        gap: var(--unit);
      }

      .line label {
        flex: none;
        margin: 0;
      }

      .line input {
        inline-size: 14rem;
      }

      .primary {
        flex: 1 0 100%;
      }

      /* As in the bar below: a sign, and its word under it. */
      .actions > .icon {
        display: grid;
        flex: 1;
        justify-items: center;
        gap: var(--half);
        padding-block: var(--unit);
      }

      .icon > span {
        font-size: var(--text-small);
      }

      .line > .icon > span {
        display: none;
      }

      .feedback {
        flex-basis: 100%;
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

      @media (max-width: 44rem) {
        /* The last sign stands over the edge of the stage. */
        .line {
          gap: 0;
          margin-inline-end: calc(-1.5 * var(--unit));
        }

        .line > .icon {
          background: none;
        }
      }
    `,
  ];

  declare call: CallActions;
  declare invite: InviteState;
  /** One's own. */
  declare name: string;
  declare compact: boolean;
  declare private feedback: Feedback;
  declare private open: "code" | "options" | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asksName: boolean | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  // Once asked, the question stays until the card goes: it must not vanish with the first letter typed.
  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#asksName ??= this.name === "";
  }

  protected override render(): TemplateResult {
    return html`${this.compact ? this.#line() : this.#card()}${this.#dialog()}`;
  }

  #card(): TemplateResult {
    const text = strings.invite;
    const terms = termsText(this.invite);
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">${text.heading}</h2>
      <p class="note">${text.lead}</p>
      <div>
        <label for="link">${text.link}</label>
        ${this.#link()} ${terms === "" ? nothing : html`<p class="hint">${terms}</p>`}
      </div>
      <div class="actions">
        <button class="primary" type="button" ?disabled=${this.#making} @click=${this.#copy}>
          <kith-icon name=${this.feedback === "copied" ? "check" : "copy"}></kith-icon>${text.copy}
        </button>
        ${this.#moreButtons()} ${this.#feedback()}
      </div>
      ${
        this.#asksName
          ? html`<kith-name-field .name=${this.name} .save=${this.#saveName}></kith-name-field>`
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
      ${iconButton(text.copy, "", this.feedback === "copied" ? "check" : "copy", this.#making, () => void this.#copy())}
      ${this.#moreButtons()}
    </div>`;
  }

  #link(): TemplateResult {
    return html`<input
      id="link"
      type="text"
      readonly
      dir="ltr"
      placeholder=${strings.invite.making}
      .value=${this.invite.link}
      @focus=${this.#select}
    />`;
  }

  #moreButtons(): TemplateResult {
    const { share, shareShort, showCode, codeShort, options, optionsShort } = strings.invite;
    const isMaking = this.#making;
    return html`
      ${"share" in navigator ? iconButton(share, shareShort, "share", isMaking, () => void this.#share()) : nothing}
      ${iconButton(showCode, codeShort, "qr", isMaking, () => this.#show("code"))}
      ${this.invite.own ? iconButton(options, optionsShort, "settings", false, () => this.#show("options")) : nothing}
    `;
  }

  #dialog(): TemplateResult | typeof nothing {
    if (this.open === "options") {
      return html`<kith-invite-options
        .terms=${this.invite}
        .renew=${this.#renew}
        .closed=${this.#close}
      ></kith-invite-options>`;
    }
    return this.open === "code"
      ? html`<kith-invite-code link=${this.invite.link} .closed=${this.#close}></kith-invite-code>`
      : nothing;
  }

  #feedback(): TemplateResult {
    const text = this.feedback === undefined ? "" : strings.invite[this.feedback];
    return html`<span class="feedback note" aria-live="polite">${text}</span>`;
  }

  readonly #saveName = (name: string): void => this.call.setName(name);

  readonly #renew = (terms: InviteTerms): void => this.call.renewInvite(terms);

  readonly #close = (): void => {
    this.open = undefined;
  };

  #show(dialog: "code" | "options"): void {
    this.open = dialog;
  }

  get #making(): boolean {
    return this.invite.link === "";
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector("#link") as HTMLInputElement;
  }

  #select(): void {
    this.#input.select();
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.invite.link);
      this.#say("copied");
    } catch {
      this.#say("selected");
      await this.updateComplete;
      this.#input.focus();
    }
  }

  async #share(): Promise<void> {
    try {
      await navigator.share({ title: strings.app, url: this.invite.link });
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

/** `word` is to be seen where there is room for it. */
function iconButton(
  label: string,
  word: string,
  icon: IconName,
  disabled: boolean,
  press: () => void,
): TemplateResult {
  return html`<button
    class="icon"
    type="button"
    aria-label=${label}
    title=${label}
    ?disabled=${disabled}
    @click=${press}
  >
    <kith-icon name=${icon}></kith-icon><span>${word}</span>
  </button>`;
}

customElements.define("kith-invite", KithInvite);

declare global {
  interface HTMLElementTagNameMap {
    "kith-invite": KithInvite;
  }
}
