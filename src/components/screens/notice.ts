import { LitElement, type TemplateResult } from "lit";
import type { Screen } from "../../app/app.ts";
import type { AppActions } from "../actions.ts";
import { textButton } from "../parts/text-button.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { messagePage, messageStyles } from "./message.ts";
import { pageStyles } from "./screen.ts";

/** Why there is no call to show. */
export class KithNotice extends LitElement {
  static override properties = { app: { attribute: false }, notice: { attribute: false } };
  static override styles = [base, buttons, pageStyles, messageStyles];

  declare app: AppActions;
  declare notice: Extract<Screen, { name: "notice" }>["notice"];

  protected override render(): TemplateResult {
    return messagePage(
      strings.notice[this.notice],
      true,
      textButton("primary", strings.notice.home, () => this.app.goHome()),
    );
  }
}

customElements.define("kith-notice", KithNotice);

declare global {
  interface HTMLElementTagNameMap {
    "kith-notice": KithNotice;
  }
}
