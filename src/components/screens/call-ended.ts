import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { CallState, EndReason } from "../../app/call-state.ts";
import type { AppActions } from "../actions.ts";
import { textButton } from "../parts/text-button.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { messagePage, messageStyles } from "./message.ts";
import { focusHeading, pageStyles } from "./screen.ts";

/** What nobody has to be alarmed about. */
const calm: ReadonlySet<EndReason> = new Set<EndReason>(["left", "hung-up", "moved"]);

/** What one may want to do then, besides going home. */
const waysBack: Partial<Record<EndReason, "again" | "retry" | "callAgain" | "callBack" | "reload">> = {
  ...{ left: "again", crashed: "again" },
  ...{
    "relay-unreachable": "retry",
    "relay-refused": "retry",
    "room-full": "retry",
    "connection-lost": "retry",
  },
  ...{ declined: "callAgain", busy: "callAgain", "no-answer": "callAgain", "not-there": "callAgain" },
  ...{ unreachable: "callAgain", "hung-up": "callAgain" },
  ...{ missed: "callBack", cancelled: "callBack" },
  incompatible: "reload",
};

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
      html`${wayBack}${textButton(wayBack === nothing ? "primary" : "", strings.endedActions.home, () => this.app.goHome())}`,
    );
  }

  /** Where trying again may help: in by the link, where there is one, or else by calling the device. */
  #wayBack(reason: EndReason): TemplateResult | typeof nothing {
    const way = waysBack[reason];
    const { invite, partner } = this.state;
    const text = strings.endedActions;
    if (way === undefined) return nothing;
    if (way === "reload") return textButton("primary", text.reload, () => void this.app.system.renew());
    const link = invite?.link ?? "";
    if (link !== "" && (way === "again" || way === "retry"))
      return textButton("primary", text[way], () => this.app.openInvite(link));
    if (partner === undefined || way === "again") return nothing;
    return textButton("primary", text[way === "callBack" ? way : "callAgain"], () =>
      this.app.callContact(partner.contactId, partner.video),
    );
  }
}

customElements.define("kith-call-ended", KithCallEnded);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-ended": KithCallEnded;
  }
}
