import { css, html, LitElement, type TemplateResult } from "lit";
import type { ConnectionView } from "../../app/call-state.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";

/** How the connection fares: the one `status` of the screen. */
export class KithStatus extends LitElement {
  static override properties = { connection: { attribute: false } };
  static override styles = [
    base,
    css`
      p {
        display: flex;
        align-items: center;
        gap: var(--unit);
        font-size: var(--text-small);
        font-weight: 600;
        line-height: 1.3;
      }

      .dot {
        flex: none;
        inline-size: 0.625rem;
        block-size: 0.625rem;
        border: 2px solid var(--accent);
        border-radius: 50%;
      }

      [data-phase="connected"] .dot {
        background: var(--accent);
      }

      [data-phase="reconnecting"] .dot,
      [data-phase="failed"] .dot {
        border-color: var(--danger);
      }

      @media (forced-colors: active) {
        .dot {
          border-color: CanvasText;
        }
      }
    `,
  ];

  declare connection: ConnectionView;

  protected override render(): TemplateResult {
    const { phase, fallback } = this.connection;
    const text = phase === "connected" && fallback ? strings.connection.fallback : strings.connection[phase];
    return html`<p role="status" aria-label=${strings.connection.label} data-phase=${phase}>
      <span class="dot" aria-hidden="true"></span>${text}
    </p>`;
  }
}

customElements.define("kith-status", KithStatus);

declare global {
  interface HTMLElementTagNameMap {
    "kith-status": KithStatus;
  }
}
