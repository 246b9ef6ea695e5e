import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { CallState, EndReason } from "../../app/call-state.ts";
import type { AppActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { messagePage, messageStyles } from "./message.ts";
import { focusHeading, pageStyles } from "./screen.ts";

/** What nobody has to be alarmed about. */
const calm: ReadonlySet<EndReason> = new Set<EndReason>(["left", "hung-up", "moved"]);

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
    const wayBack = this.#wayBack(reason);
    return messagePage(
      strings.ended[reason],
      !calm.has(reason),
      html`${wayBack}${button(wayBack === nothing ? "primary" : "", strings.endedActions.home, () => this.app.goHome())}`,
    );
  }

  /** Where trying again may help. */
  #wayBack(reason: EndReason): TemplateResult | typeof nothing {
    const text = strings.endedActions;
    const link = this.state.invite?.link ?? "";
    const again = (label: string) =>
      link === "" ? nothing : button("primary", label, () => this.app.openInvite(link));
    switch (reason) {
      case "left":
      case "crashed":
        return again(text.again);
      case "relay-unreachable":
      case "relay-refused":
      case "room-full":
      case "connection-lost":
        return link === "" ? this.#callAgain(text.callAgain) : again(text.retry);
      case "incompatible":
        return button("primary", text.reload, () => void this.app.system.renew());
      case "declined":
      case "busy":
      case "no-answer":
      case "not-there":
      case "unreachable":
      case "hung-up":
        return this.#callAgain(text.callAgain);
      case "missed":
      case "cancelled":
        return this.#callAgain(text.callBack);
      case "answered-elsewhere":
      case "wrong-device":
      case "invite-expired":
      case "invite-used":
      case "forgotten":
      case "moved":
      case "handoff-over":
        return nothing;
    }
  }

  #callAgain(label: string): TemplateResult | typeof nothing {
    const { partner } = this.state;
    if (partner === undefined) return nothing;
    return button("primary", label, () => this.app.callContact(partner.contactId, partner.video));
  }
}

function button(look: "primary" | "", label: string, press: () => void): TemplateResult {
  return html`<button class=${look} type="button" @click=${press}>${label}</button>`;
}

customElements.define("kith-call-ended", KithCallEnded);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-ended": KithCallEnded;
  }
}
