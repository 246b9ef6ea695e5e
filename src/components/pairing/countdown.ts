import { css, html, LitElement, type TemplateResult } from "lit";
import { fill } from "../../strings/fill.ts";
import { clockText } from "../parts/time.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { Ticker } from "../ticker.ts";

const SECOND = 1000;
/** What is told aloud of a countdown: any more would talk over everything else. Milliseconds that are left. */
const MILESTONES = [10 * SECOND, 30 * SECOND, 60 * SECOND, 120 * SECOND];

/** The time that is left, second by second for the eyes and now and then for the ears. */
export class KithCountdown extends LitElement {
  static override properties = { until: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }

      .clock {
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }
    `,
  ];

  /** Milliseconds since 1970. */
  declare until: number;

  constructor() {
    super();
    new Ticker(this, SECOND);
  }

  protected override render(): TemplateResult {
    const left = this.until - Date.now();
    const text = strings.pairing;
    return html`<span role="timer" aria-label=${text.timeLeft}
        ><span aria-hidden="true">${text.timeLeft} </span><span class="clock">${clockText(left)}</span></span
      ><span class="visually-hidden" aria-live="polite">${spoken(left)}</span>`;
  }
}

/** The last milestone that was passed, so that the words change only at milestones; nothing before the first. */
function spoken(left: number): string {
  const milestone = MILESTONES.find((time) => left <= time);
  return milestone === undefined ? "" : fill(strings.pairing.timeLeftSpoken, { time: clockText(milestone) });
}

customElements.define("kith-countdown", KithCountdown);

declare global {
  interface HTMLElementTagNameMap {
    "kith-countdown": KithCountdown;
  }
}
