import { css, html, LitElement, type TemplateResult } from "lit";
import type { CallPhase, ConnectionView } from "../../app/call-state.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";

/** How the connection fares: the one `status` of the screen. */
export class KithStatus extends LitElement {
  static override properties = { phase: {}, connection: { attribute: false } };
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

      [data-phase="active"] .dot {
        background: var(--accent);
      }

      [data-phase="reconnecting"] .dot,
      [data-phase="ended"] .dot {
        border-color: var(--danger);
      }

      @media (forced-colors: active) {
        .dot {
          border-color: CanvasText;
        }
      }
    `,
  ];

  declare phase: CallPhase;
  declare connection: ConnectionView;

  protected override render(): TemplateResult {
    const { phase, connection } = this;
    const text =
      phase === "active" && connection.fallback ? strings.connection.fallback : strings.phase[phase];
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
