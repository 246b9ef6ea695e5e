import { css, html, LitElement, type TemplateResult } from "lit";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import "./icon.ts";

/** Who could listen, said wherever something may be heard; `brief` is a sign alone on a narrow screen, and says the same. */
export class KithPrivacyNote extends LitElement {
  static override properties = { brief: { type: Boolean, reflect: true } };
  static override styles = [
    base,
    css`
      p {
        display: flex;
        align-items: center;
        gap: var(--unit);
        line-height: 1.3;
      }

      @media (max-width: 44rem) {
        :host([brief]) span {
          position: absolute;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<p class="note"><kith-icon name="lock"></kith-icon><span>${strings.privacy}</span></p>`;
  }
}

customElements.define("kith-privacy-note", KithPrivacyNote);

declare global {
  interface HTMLElementTagNameMap {
    "kith-privacy-note": KithPrivacyNote;
  }
}
