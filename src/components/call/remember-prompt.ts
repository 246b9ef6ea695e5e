import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Participant } from "../../app/call-state.ts";
import { fill } from "../../strings/fill.ts";
import type { CallActions } from "../actions.ts";
import { alertBox, alertStyles } from "../parts/alert.ts";
import { displayName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "./person.ts";

/**
 * Says when somebody in the call wants the two devices to remember each other, one after the other. The announcer tells
 * those who do not see it.
 */
export class KithRememberPrompt extends LitElement {
  static override properties = {
    call: { attribute: false },
    participants: { attribute: false },
    open: { state: true },
  };
  static override styles = [base, buttons, alertStyles];

  declare call: CallActions;
  declare participants: readonly Participant[];
  declare private open?: boolean;

  protected override willUpdate(): void {
    this.hidden = this.#asking === undefined && !this.open;
  }

  protected override render(): TemplateResult {
    const asking = this.#asking;
    return html`${asking === undefined ? nothing : this.#prompt(asking)}
      ${
        asking !== undefined && this.open
          ? html`<kith-person .call=${this.call} .participant=${asking} .closed=${this.#close}></kith-person>`
          : nothing
      }`;
  }

  get #asking(): Participant | undefined {
    return this.participants.find(
      ({ known, remember }) =>
        known !== "paired" && known !== "lookalike" && remember.theirs && !remember.own,
    );
  }

  #prompt(participant: Participant): TemplateResult {
    const text = strings.person;
    return alertBox({
      icon: "devices",
      isQuiet: true,
      text: fill(text.asked, { name: displayName(participant.name) }),
      actions: html`<button type="button" @click=${this.#look}>${text.look}</button>
        <button type="button" @click=${() => this.call.remember(participant, false)}>${text.no}</button>`,
    });
  }

  #look(): void {
    this.open = true;
  }

  readonly #close = (): void => {
    this.open = false;
  };
}

customElements.define("kith-remember-prompt", KithRememberPrompt);

declare global {
  interface HTMLElementTagNameMap {
    "kith-remember-prompt": KithRememberPrompt;
  }
}
