import { html, LitElement, type TemplateResult } from "lit";
import type { CallState, EndReason } from "../../app/call-state.ts";
import type { AppActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { messagePage, messageStyles } from "./message.ts";
import { focusHeading, pageStyles } from "./screen.ts";

/** Why a call is over, and the way back into it where there is one. */
export class KithCallEnded extends LitElement {
  static override properties = { app: { attribute: false }, state: { attribute: false } };
  static override styles = [base, buttons, pageStyles, messageStyles];

  declare app: AppActions;
  declare state: CallState;

  override connectedCallback(): void {
    super.connectedCallback();
    void focusHeading(this);
  }

  protected override render(): TemplateResult {
    const reason = this.state.endReason ?? "left";
    return messagePage(
      strings.ended[reason],
      reason !== "left",
      html`${this.#wayBack(reason)}
        <button type="button" @click=${() => this.app.goHome()}>${strings.endedActions.home}</button>`,
    );
  }

  #wayBack(reason: EndReason): TemplateResult {
    const text = strings.endedActions;
    switch (reason) {
      case "left":
      case "crashed":
        return this.#primary(text.again, () => this.app.openInvite(this.state.inviteLink));
      case "relay-unreachable":
      case "relay-refused":
      case "room-full":
        return this.#primary(text.retry, () => this.app.openInvite(this.state.inviteLink));
      case "incompatible":
        return this.#primary(text.reload, () => location.reload());
    }
  }

  #primary(label: string, press: () => void): TemplateResult {
    return html`<button class="primary" type="button" @click=${press}>${label}</button>`;
  }
}

customElements.define("kith-call-ended", KithCallEnded);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-ended": KithCallEnded;
  }
}
