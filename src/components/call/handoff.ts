import { css, html, type TemplateResult } from "lit";
import type { HandoffState } from "../../app/handoff-state.ts";
import type { CallActions } from "../actions.ts";
import { KithDialog } from "../parts/dialog.ts";
import "../parts/qr.ts";
import "../pairing/countdown.ts";
import { strings } from "../strings.ts";
import { fields } from "../styles.ts";
import { Ticker } from "../ticker.ts";

/** The way to continue the call on another device: a code to scan there, or its link, for as long as it is good. */
export class KithHandoff extends KithDialog {
  static override properties = { call: { attribute: false }, handoff: { attribute: false } };
  static override styles = [
    KithDialog.styles,
    fields,
    css`
      input {
        font-size: var(--text-small);
      }
    `,
  ];

  declare call: CallActions;
  declare handoff: HandoffState;

  constructor() {
    super();
    new Ticker(this, 1000);
  }

  protected override get heading(): string {
    return strings.handoff.heading;
  }

  protected override get content(): TemplateResult {
    const text = strings.handoff;
    const { handoff } = this;
    if (handoff.step === "preparing") return html`<p role="status">${text.preparing}</p>`;
    if (handoff.step === "moving") return html`<p role="status">${text.moving}</p>`;
    if (handoff.expiresAt <= Date.now()) {
      return html`<p role="status">${text.expired}</p>
        <button class="primary" type="button" @click=${() => this.call.offerHandoff()}>${text.again}</button>`;
    }
    return html`<p class="note">${text.lead}</p>
      <kith-qr text=${handoff.link} label=${text.code}></kith-qr>
      <input readonly aria-label=${text.link} .value=${handoff.link} @focus=${selectAll} />
      <p class="note">${text.secret} <kith-countdown .until=${handoff.expiresAt}></kith-countdown></p>`;
  }
}

function selectAll({ target }: FocusEvent): void {
  (target as HTMLInputElement).select();
}

customElements.define("kith-handoff", KithHandoff);

declare global {
  interface HTMLElementTagNameMap {
    "kith-handoff": KithHandoff;
  }
}
