import { css, html, LitElement, type TemplateResult } from "lit";
import { fill } from "../../strings/fill.ts";
import { deviceName } from "../parts/person-name.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import "../parts/icon.ts";

/** The device that is being called, until it answers. */
export class KithCalling extends LitElement {
  static override properties = { name: {}, ringing: { type: Boolean } };
  static override styles = [
    base,
    css`
      .card {
        display: grid;
        justify-items: center;
        gap: calc(1.5 * var(--unit));
        padding: calc(3 * var(--unit)) calc(2 * var(--unit));
        text-align: center;
      }

      .bell {
        display: grid;
        place-items: center;
        inline-size: 4.5rem;
        block-size: 4.5rem;
        border-radius: 50%;
        background: var(--accent-soft);
        color: var(--accent);
        font-size: 1.75rem;
        animation: call 1.6s ease-in-out infinite;
      }

      @keyframes call {
        50% {
          box-shadow: 0 0 0 0.75rem color-mix(in srgb, var(--accent) 16%, transparent);
        }
      }

      @media (prefers-reduced-motion: reduce) {
        .bell {
          animation: none;
        }
      }

      h2 {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare name: string;
  /** It rings there: the device is online. */
  declare ringing: boolean;

  protected override render(): TemplateResult {
    const text = strings.call;
    return html`<section class="card" aria-labelledby="heading" aria-live="polite">
      <span class="bell"><kith-icon name="call"></kith-icon></span>
      <h2 id="heading">${fill(text.calling, { name: deviceName(this.name) })}</h2>
      <p class="note">${this.ringing ? text.ringingLead : text.callingLead}</p>
    </section>`;
  }
}

customElements.define("kith-calling", KithCalling);

declare global {
  interface HTMLElementTagNameMap {
    "kith-calling": KithCalling;
  }
}
