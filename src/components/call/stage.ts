import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CallState } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import { base } from "../styles.ts";
import { gridFor, stageShapes } from "./grid.ts";
import "./calling.ts";
import "./invite.ts";
import "./own-tile.ts";
import "./tile.ts";

/**
 * The people in the call. Alone: oneself beside the invitation, or beside the device that is being called. Two: the other one large, oneself small in the corner.
 * More: a grid. The shape of the stage chooses among the grids in CSS, so that no script measures it.
 */
export class KithStage extends LitElement {
  static override properties = { call: { attribute: false }, state: { attribute: false } };
  static override styles = [
    base,
    css`
      :host {
        --gap: var(--unit);

        display: block;
        container-type: size;
      }

      .people {
        position: relative;
        display: flex;
        gap: var(--gap);
        block-size: 100%;
      }

      .alone {
        gap: calc(2 * var(--unit));
        overflow: auto;
      }

      .alone > kith-own-tile {
        flex: 1;
        min-inline-size: 0;
      }

      .alone > :not(kith-own-tile) {
        flex: 0 0 min(24rem, 40%);
        margin: auto;
      }

      @container (max-width: 44rem) or (max-aspect-ratio: 1) {
        .alone {
          flex-direction: column;
        }

        .alone > kith-own-tile {
          flex: 1 1 8rem;
          min-block-size: 8rem;
        }

        .alone > :not(kith-own-tile) {
          flex: none;
          margin: 0 auto;
          inline-size: min(100%, 30rem);
        }
      }

      .two > kith-tile {
        flex: 1;
      }

      .two > kith-own-tile {
        position: absolute;
        inset-block-end: calc(1.5 * var(--unit));
        inset-inline-end: calc(1.5 * var(--unit));
        inline-size: clamp(7rem, 20cqi, 18rem);
        aspect-ratio: 5 / 4;
        border-radius: var(--radius-large);
        box-shadow: var(--shadow);
      }

      @container (max-aspect-ratio: 4 / 5) {
        .two > kith-own-tile {
          aspect-ratio: 4 / 5;
        }
      }

      .many {
        --columns: var(--wide-columns);
        --rows: var(--wide-rows);

        flex-wrap: wrap;
        place-content: center;
      }

      @container (min-aspect-ratio: 5 / 2) {
        .many {
          --columns: var(--flat-columns);
          --rows: var(--flat-rows);
        }
      }

      @container (max-aspect-ratio: 4 / 3) {
        .many {
          --columns: var(--square-columns);
          --rows: var(--square-rows);
        }
      }

      @container (max-aspect-ratio: 4 / 5) {
        .many {
          --columns: var(--tall-columns);
          --rows: var(--tall-rows);
        }
      }

      /* Rounded down by a hair, so that a row never wraps for a fraction of a pixel. */
      .many > * {
        inline-size: calc((100% - (var(--columns) - 1) * var(--gap)) / var(--columns) - 0.02px);
        block-size: calc((100% - (var(--rows) - 1) * var(--gap)) / var(--rows) - 0.02px);
      }
    `,
  ];

  declare call: CallActions;
  declare state: CallState;

  protected override render(): TemplateResult {
    const { participants, devices, name, watchOnly } = this.state;
    const layout = participants.length === 0 ? "alone" : participants.length === 1 ? "two" : "many";
    return html`<div class="people ${layout}">
      ${repeat(
        participants,
        ({ id }) => id,
        (participant) => html`<kith-tile .call=${this.call} .participant=${participant}></kith-tile>`,
      )}
      <kith-own-tile .devices=${devices} .name=${name} ?watching=${watchOnly}></kith-own-tile>
      ${layout === "alone" ? this.#company() : nothing}
    </div>`;
  }

  /** What somebody who is alone waits with. */
  #company(): TemplateResult | typeof nothing {
    const { ringing, invite, name, phase } = this.state;
    if (ringing !== undefined) return html`<kith-calling name=${ringing}></kith-calling>`;
    if (invite === undefined || phase !== "active") return nothing;
    return html`<kith-invite .call=${this.call} .invite=${invite} .name=${name}></kith-invite>`;
  }

  // By the object model: the page's policy refuses style attributes.
  protected override updated(): void {
    for (const shape of stageShapes) {
      const { columns, rows } = gridFor(this.state.participants.length + 1, shape);
      this.style.setProperty(`--${shape}-columns`, `${columns}`);
      this.style.setProperty(`--${shape}-rows`, `${rows}`);
    }
  }
}

customElements.define("kith-stage", KithStage);

declare global {
  interface HTMLElementTagNameMap {
    "kith-stage": KithStage;
  }
}
