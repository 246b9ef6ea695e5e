import { css, html, LitElement, svg, type TemplateResult } from "lit";
import { fill } from "../../strings/fill.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { curveOf, height, type Point, width } from "./curve.ts";

/** The last minute of one figure: its name, its value now and its range in words, and a line. */
export class KithPlot extends LitElement {
  static override properties = {
    label: {},
    points: { attribute: false },
    text: { attribute: false },
    least: { type: Number },
  };
  static override styles = [
    base,
    css`
      figure {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 var(--unit);
        margin: 0;
        font-size: var(--text-small);
        line-height: 1.4;
      }

      figcaption,
      .range {
        color: var(--text-muted);
      }

      .now {
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      svg {
        grid-column: 1 / -1;
        inline-size: 100%;
        block-size: 2.5rem;
        margin-block: var(--half);
        overflow: visible;
        border-block-end: 1px solid var(--line);
      }

      path {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1.5;
        stroke-linecap: round;
        stroke-linejoin: round;
        vector-effect: non-scaling-stroke;
      }

      .area {
        fill: var(--accent-soft);
        stroke: none;
      }

      .tip {
        stroke-width: 6;
      }

      .range {
        grid-column: 1 / -1;
        font-size: 0.75rem;
        font-variant-numeric: tabular-nums;
      }

      @media (forced-colors: active) {
        path {
          stroke: CanvasText;
        }

        .area {
          fill: none;
        }
      }
    `,
  ];

  declare label: string;
  /** From the oldest to the newest. At least one has a value. */
  declare points: readonly Point[];
  declare text: (value: number) => string;
  declare least: number;

  protected override render(): TemplateResult {
    const { line, area, tip } = curveOf(this.points, this.least);
    const values = this.points.flatMap(({ value }) => value ?? []);
    const now = this.points.at(-1)?.value;
    const [lowest, highest] = [Math.min(...values), Math.max(...values)].map(this.text);
    const { range, steady, lastMinute } = strings.statistics;
    return html`<figure>
      <figcaption>${this.label}</figcaption>
      <span class="now">${now === undefined ? "–" : this.text(now)}</span>
      <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
        ${svg`<path class="area" d=${area}></path><path d=${line}></path><path class="tip" d=${tip}></path>`}
      </svg>
      <span class="range">
        <span class="visually-hidden">${lastMinute}</span>
        ${lowest === highest ? steady : fill(range, { from: `${lowest}`, to: `${highest}` })}
      </span>
    </figure>`;
  }
}

customElements.define("kith-plot", KithPlot);

declare global {
  interface HTMLElementTagNameMap {
    "kith-plot": KithPlot;
  }
}
