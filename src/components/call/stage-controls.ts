import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { StageElement } from "../../app/stage-element.ts";
import { movePlace, nextCorner, nextSize, type Place, resizePlace } from "../../app/stage-place.ts";
import { fill } from "../../strings/fill.ts";
import type { StageActions } from "../actions.ts";
import "../parts/icon.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { DrawnLine } from "./drawn-line.ts";

/** What an arrow key does, as a share of the stage. */
const KEY_STEP = 0.02;
/** Pixels that a finger may slip while it presses. */
const SLIP = 6;

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
};

/** What changes a place by so much of the stage. */
type Change = (place: Place, dx: number, dy: number) => Place;

/** What can be done with an element where it lies on the stage: pin it; on the free stage, move and resize it as well. */
export class KithStageControls extends LitElement {
  static override properties = {
    stage: { attribute: false },
    element: { attribute: false },
    label: {},
    pinned: { type: Boolean },
    place: { attribute: false },
    pointing: { type: Boolean },
  };
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset: 0;
        container-type: size;
        pointer-events: none;
      }

      button {
        position: absolute;
        display: grid;
        place-items: center;
        inline-size: var(--target);
        block-size: var(--target);
        padding: 0;
        border: none;
        background: none;
        color: var(--on-plate);
        cursor: pointer;
        pointer-events: auto;
      }

      /* Smaller than what a thumb needs. */
      button > kith-icon {
        padding: var(--half);
        border-radius: 50%;
        background: var(--plate);
      }

      .pin {
        inset-block-start: 0;
        inset-inline-end: 0;
      }

      .pin[aria-pressed="true"] > kith-icon {
        background: var(--accent);
        color: var(--on-accent);
      }

      /* Where a sign would hide a face, the face itself is pressed; not on the free stage, where that moves it. */
      @container (max-width: 6.5rem) {
        .pin:only-child {
          place-items: start end;
          inline-size: 100%;
          block-size: max(var(--target), 100% - 1.75rem);
          padding: var(--half);
        }

        .pin:only-child:not([aria-pressed="true"], :focus-visible, :hover) > kith-icon {
          opacity: 0;
        }
      }

      .move,
      .resize,
      .surface {
        touch-action: none;
      }

      .move {
        inset-block-start: 0;
        inset-inline-start: 0;
        cursor: move;
      }

      .resize {
        inset-block-end: 0;
        right: 0;
        cursor: nwse-resize;
      }

      /* All but the foot, which opens what is known of the person. */
      .surface {
        position: absolute;
        inset: 0 0 var(--target);
        cursor: move;
        pointer-events: auto;
      }

      .drawing {
        cursor: crosshair;
      }
    `,
  ];

  declare stage: StageActions;
  declare element: StageElement;
  declare label: string;
  declare pinned: boolean;
  /** Undefined where the layout decides. */
  declare place: Place | undefined;
  /** A pointer over the element draws, and moves nothing. */
  declare pointing: boolean;
  #line: DrawnLine | undefined;
  #drag: Drag | undefined;

  protected override render(): TemplateResult {
    const { label, pinned } = this;
    return html`${this.place === undefined ? nothing : this.#handles()}
      <button
        class="pin"
        type="button"
        aria-pressed=${pinned}
        aria-label=${fill(strings.stage.pin, { name: label })}
        title=${fill(pinned ? strings.stage.unpin : strings.stage.pin, { name: label })}
        @click=${() => this.stage.pin(pinned ? undefined : this.element.id)}
      >
        <kith-icon name=${pinned ? "unpin" : "pin"}></kith-icon>
      </button>`;
  }

  #handles(): TemplateResult {
    const { label } = this;
    if (this.pointing)
      return html`<div
        class="surface drawing"
        @pointerdown=${this.#startLine}
        @pointermove=${this.#followLine}
        @lostpointercapture=${this.#endLine}
      ></div>`;
    return html`<div class="surface" @pointerdown=${this.#start(movePlace)} @pointermove=${this.#follow} @lostpointercapture=${this.#end}></div>
      <button
        class="move"
        type="button"
        aria-label=${fill(strings.stage.move, { name: label })}
        aria-description=${strings.stage.moveHow}
        @keydown=${this.#key(movePlace)}
        @pointerdown=${this.#start(movePlace)}
        @pointermove=${this.#follow}
        @click=${this.#press(nextCorner)}
      >
        <kith-icon name="move"></kith-icon>
      </button>
      <button
        class="resize"
        type="button"
        aria-label=${fill(strings.stage.resize, { name: label })}
        aria-description=${strings.stage.resizeHow}
        @keydown=${this.#key(resizePlace)}
        @pointerdown=${this.#start(resizePlace)}
        @pointermove=${this.#follow}
        @click=${this.#press(nextSize)}
      >
        <kith-icon name="resize"></kith-icon>
      </button>`;
  }

  #key(change: Change) {
    return (event: KeyboardEvent): void => {
      const direction = directions[event.key];
      if (direction === undefined) return;
      event.preventDefault();
      this.#put(this.place && change(this.place, ...direction));
    };
  }

  #start(change: Change) {
    return (event: PointerEvent): void => {
      const handle = event.currentTarget as Element;
      const stage = this.parentElement?.parentElement;
      if (this.place === undefined || !stage || event.button !== 0) return;
      handle.setPointerCapture(event.pointerId);
      this.#drag = new Drag(event, stage.getBoundingClientRect(), this.place, change);
    };
  }

  #follow(event: PointerEvent): void {
    if ((event.currentTarget as Element).hasPointerCapture(event.pointerId)) this.#put(this.#drag?.to(event));
  }

  #end(): void {
    this.#drag = undefined;
  }

  /** A press that was no drag. */
  #press(change: (place: Place) => Place) {
    return (): void => {
      const wasDrag = this.#drag?.hasMoved === true;
      this.#drag = undefined;
      if (!wasDrag) this.#put(this.place && change(this.place));
    };
  }

  #startLine(event: PointerEvent): void {
    const surface = event.currentTarget as Element;
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    const { id } = this.element;
    this.#line = new DrawnLine(this.getBoundingClientRect(), (points) => this.stage.draw(id, points));
    this.#line.to(event);
  }

  #followLine(event: PointerEvent): void {
    this.#line?.to(event);
  }

  #endLine(): void {
    this.#line?.end();
    this.#line = undefined;
  }

  #put(place: Place | undefined): void {
    if (place !== undefined) this.stage.place(this.element.id, place);
  }
}

/** A pointer on its way: from where, and on how large a stage. */
class Drag {
  readonly #from: { readonly x: number; readonly y: number };
  readonly #stage: DOMRect;
  readonly #place: Place;
  readonly #change: Change;
  #moved = false;

  constructor({ clientX: x, clientY: y }: PointerEvent, stage: DOMRect, place: Place, change: Change) {
    this.#from = { x, y };
    this.#stage = stage;
    this.#place = place;
    this.#change = change;
  }

  get hasMoved(): boolean {
    return this.#moved;
  }

  /** Undefined until it has gone further than a finger slips. */
  to({ clientX, clientY }: PointerEvent): Place | undefined {
    const [dx, dy] = [clientX - this.#from.x, clientY - this.#from.y];
    this.#moved ||= Math.hypot(dx, dy) > SLIP;
    if (!this.#moved) return undefined;
    return this.#change(this.#place, dx / this.#stage.width, dy / this.#stage.height);
  }
}

customElements.define("kith-stage-controls", KithStageControls);

declare global {
  interface HTMLElementTagNameMap {
    "kith-stage-controls": KithStageControls;
  }
}
