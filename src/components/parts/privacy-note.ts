import { css, html, LitElement, type TemplateResult } from "lit";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import "./icon.ts";

/** Who could listen, said wherever something may be heard. */
export class KithPrivacyNote extends LitElement {
  static override styles = [
    base,
    css`
      p {
        display: flex;
        align-items: center;
        gap: var(--unit);
        color: var(--text-muted);
        font-size: var(--text-small);
        line-height: 1.3;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<p><kith-icon name="lock"></kith-icon>${strings.privacy}</p>`;
  }
}

customElements.define("kith-privacy-note", KithPrivacyNote);

declare global {
  interface HTMLElementTagNameMap {
    "kith-privacy-note": KithPrivacyNote;
  }
}
