import { css, html, LitElement, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ReadableAtom } from "nanostores";
import type { ElementId } from "../../app/stage-element.ts";
import { STROKE_LIFE, type Stroke } from "../../app/stage-strokes.ts";
import { StoreReader } from "../store-reader.ts";

/** What people who share the stage point at on one element: lines that fade. Only for those who see; words say more to others. */
export class KithStrokes extends LitElement {
  static override properties = { strokes: { attribute: false }, element: { attribute: false } };
  static override styles = css`
    :host,
    svg {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      pointer-events: none;
    }

    polyline {
      fill: none;
      stroke: var(--accent);
      stroke-linecap: round;
      stroke-linejoin: round;
      stroke-width: 5px;
      vector-effect: non-scaling-stroke;
      filter: drop-shadow(0 0 2px var(--on-accent));
      animation: fade ${STROKE_LIFE}ms ease-in forwards;
    }

    @keyframes fade {
      to {
        opacity: 0;
      }
    }
  `;

  declare strokes: ReadableAtom<readonly Stroke[]>;
  declare element: ElementId;
  readonly #state = new StoreReader(this, () => this.strokes);

  protected override render(): TemplateResult {
    const own = this.#state.value.filter(({ element }) => element === this.element);
    return html`<svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      ${repeat(
        own,
        ({ id }) => id,
        ({ points }) => svg`<polyline points=${points.join(" ")} />`,
      )}
    </svg>`;
  }
}

customElements.define("kith-strokes", KithStrokes);

declare global {
  interface HTMLElementTagNameMap {
    "kith-strokes": KithStrokes;
  }
}
