import { css, html, type TemplateResult } from "lit";
import { KithDialog } from "../parts/dialog.ts";
import "../parts/qr.ts";
import { strings } from "../strings.ts";

/** The invite link as a code to scan, in a dialog. */
export class KithInviteCode extends KithDialog {
  static override properties = { link: {} };
  static override styles = [
    KithDialog.styles,
    css`
      .note {
        text-align: center;
      }
    `,
  ];

  declare link: string;

  protected override get heading(): string {
    return strings.invite.heading;
  }

  protected override get content(): TemplateResult {
    const text = strings.invite;
    return html`
        <kith-qr text=${this.link} label=${text.code}></kith-qr>
        <p class="note">${text.codeLead}</p>
      `;
  }
}

customElements.define("kith-invite-code", KithInviteCode);

declare global {
  interface HTMLElementTagNameMap {
    "kith-invite-code": KithInviteCode;
  }
}
