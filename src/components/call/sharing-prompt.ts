import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Participant } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import { alertStyles } from "../parts/alert.ts";
import "../parts/icon.ts";
import { displayName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** Says when somebody wants to share the free stage, one after the other. */
export class KithSharingPrompt extends LitElement {
  static override properties = { call: { attribute: false }, participants: { attribute: false } };
  static override styles = [base, buttons, alertStyles];

  declare call: CallActions;
  declare participants: readonly Participant[];

  protected override render(): TemplateResult {
    const asking = this.participants.find(({ sharing }) => sharing.theirs && !sharing.own);
    return html`<div aria-live="polite">${asking === undefined ? nothing : this.#prompt(asking)}</div>`;
  }

  #prompt({ id, name }: Participant): TemplateResult {
    return html`<div class="alert quiet">
      <kith-icon name="layout-free"></kith-icon>
      <p class="text">${strings.stage.shareAsked(displayName(name))}</p>
      <div class="actions">
        <button type="button" @click=${() => this.call.shareStage(id, true)}>${strings.stage.share}</button>
        <button type="button" @click=${() => this.call.shareStage(id, false)}>${strings.person.no}</button>
      </div>
    </div>`;
  }
}

customElements.define("kith-sharing-prompt", KithSharingPrompt);

declare global {
  interface HTMLElementTagNameMap {
    "kith-sharing-prompt": KithSharingPrompt;
  }
}
