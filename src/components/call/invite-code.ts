import { css, html, LitElement, type TemplateResult } from "lit";
import { Modal } from "../modal.ts";
import { dialogFrame, dialogStyles } from "../parts/dialog.ts";
import "../parts/qr.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** The invite link as a code to scan, in a dialog. */
export class KithInviteCode extends LitElement {
  static override properties = { link: {}, closed: { attribute: false } };
  static override styles = [
    base,
    buttons,
    dialogStyles,
    css`
      .note {
        text-align: center;
      }
    `,
  ];

  declare link: string;
  declare closed: () => void;
  readonly #modal = new Modal(this);

  protected override render(): TemplateResult {
    const text = strings.invite;
    return dialogFrame({
      heading: text.heading,
      modal: this.#modal,
      closed: this.closed,
      content: html`
        <kith-qr text=${this.link} label=${text.code}></kith-qr>
        <p class="note">${text.codeLead}</p>
      `,
    });
  }
}

customElements.define("kith-invite-code", KithInviteCode);

declare global {
  interface HTMLElementTagNameMap {
    "kith-invite-code": KithInviteCode;
  }
}
