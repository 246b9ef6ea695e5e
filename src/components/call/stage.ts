import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CallState, Participant } from "../../app/call-state.ts";
import type { StageState } from "../../app/stage.ts";
import type { StageElement } from "../../app/stage-element.ts";
import { fill } from "../../strings/fill.ts";
import type { CallActions } from "../actions.ts";
import { alertBox, alertStyles } from "../parts/alert.ts";
import { displayName } from "../parts/person-name.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { gridFor, stageShapes } from "./grid.ts";
import { stageStyles } from "./stage-styles.ts";
import { type Strip, sideStrip, underStrip } from "./strip.ts";
import "./calling.ts";
import "./invite.ts";
import "./own-tile.ts";
import "./screen-tile.ts";
import "./stage-controls.ts";
import "./strokes.ts";
import "./tile.ts";

/**
 * The people in the call, and what they share. Each element stays where it is in the document whatever the layout: only CSS
 * moves it, so that no picture starts anew. CSS chooses by the shape of the stage as well, so that no script measures it.
 */
export class KithStage extends LitElement {
  static override properties = { call: { attribute: false }, state: { attribute: false } };
  static override styles = [base, buttons, alertStyles, stageStyles];

  declare call: CallActions;
  declare state: CallState;
  readonly #stage = new StoreReader(this, () => this.call.stage.state);

  protected override render(): TemplateResult {
    const stage = this.#stage.value;
    const asking = this.state.participants.find(({ sharing }) => sharing.theirs && !sharing.own);
    return html`<div class="prompt" aria-live="polite">
        ${asking === undefined ? nothing : this.#sharingPrompt(asking)}
      </div>
      <div class="people ${stage.formation}">
      ${repeat(
        stage.elements,
        ({ id }) => id,
        (element) => this.#element(element, stage),
      )}
      ${stage.formation === "alone" ? this.#company() : nothing}
    </div>`;
  }

  /** Somebody wants to share the free stage; one after the other. */
  #sharingPrompt({ id, name }: Participant): TemplateResult {
    return alertBox({
      icon: "layout-free",
      isQuiet: true,
      text: fill(strings.stage.shareAsked, { name: displayName(name) }),
      actions: html`<button type="button" @click=${() => this.call.shareStage(id, true)}>${strings.stage.share}</button>
        <button type="button" @click=${() => this.call.shareStage(id, false)}>${strings.person.no}</button>`,
    });
  }

  #element(element: StageElement, stage: StageState): TemplateResult | typeof nothing {
    const { id, kind } = element;
    const participant = this.state.participants.find((one) => one.id === element.participant);
    const tile = kind === "own" ? this.#own() : participant && this.#peer(participant, kind);
    if (tile === undefined) return nothing;
    const isPinned = stage.pinned === id;
    return html`<div
      class="element ${kind}"
      data-element=${id}
      ?data-main=${stage.main === id}
      ?data-pinned=${isPinned}
    >
      ${tile}
      ${
        stage.formation === "free"
          ? html`<kith-strokes .strokes=${this.call.stage.strokes} .element=${id}></kith-strokes>`
          : nothing
      }
      ${
        stage.formation === "alone" || stage.formation === "pair"
          ? nothing
          : html`<kith-stage-controls
              .stage=${this.call.stage}
              .element=${element}
              .label=${participant === undefined ? strings.stage.own : labelOf(participant, kind)}
              .pinned=${isPinned}
              .place=${stage.formation === "free" ? stage.places.get(id) : undefined}
              .pointing=${stage.isPointing}
            ></kith-stage-controls>`
      }
    </div>`;
  }

  #own(): TemplateResult {
    const { devices, name, watchOnly } = this.state;
    return html`<kith-own-tile .devices=${devices} .name=${name} ?watching=${watchOnly}></kith-own-tile>`;
  }

  #peer(participant: Participant, kind: StageElement["kind"]): TemplateResult {
    if (kind !== "screen")
      return html`<kith-tile .call=${this.call} .participant=${participant}></kith-tile>`;
    const label = labelOf(participant, kind);
    return html`<kith-screen-tile .picture=${participant.screen} label=${label}></kith-screen-tile>`;
  }

  /** What somebody who is alone waits with. */
  #company(): TemplateResult | typeof nothing {
    const { partner, invite, name, phase } = this.state;
    if (partner !== undefined && (phase === "calling" || phase === "ringing"))
      return html`<kith-calling name=${partner.name} ?ringing=${phase === "ringing"}></kith-calling>`;
    if (invite === undefined || phase !== "active") return nothing;
    return html`<kith-invite .call=${this.call} .invite=${invite} .name=${name}></kith-invite>`;
  }

  // By the object model: the page's policy refuses style attributes.
  protected override updated(): void {
    const stage = this.#stage.value;
    this.#setGrid(stage.elements.length);
    if (stage.formation === "focus") this.#setStrip(stage);
    if (stage.formation === "free") this.#setPlaces(stage);
  }

  #setGrid(count: number): void {
    for (const shape of stageShapes) {
      const { columns, rows } = gridFor(count, shape);
      this.style.setProperty(`--${shape}-columns`, `${columns}`);
      this.style.setProperty(`--${shape}-rows`, `${rows}`);
    }
  }

  #setStrip({ elements, main }: StageState): void {
    const strip = elements.filter(({ id }) => id !== main);
    this.#setCells("side", sideStrip(strip.length), strip);
    this.#setCells("under", underStrip(strip.length), strip);
  }

  #setCells(name: string, strip: Strip, elements: readonly StageElement[]): void {
    this.style.setProperty(`--${name}-columns`, `${strip.columns}`);
    this.style.setProperty(`--${name}-rows`, `${strip.rows}`);
    for (const [i, { id }] of elements.entries()) {
      const style = this.#elementOf(id)?.style;
      style?.setProperty(`--${name}-column`, `${2 + (i % strip.columns)}`);
      style?.setProperty(`--${name}-row`, `${2 + Math.floor(i / strip.columns)}`);
    }
  }

  #setPlaces({ places, pinned }: StageState): void {
    for (const [i, [id, { x, y, width, height }]] of [...places].entries()) {
      const style = this.#elementOf(id)?.style;
      style?.setProperty("--x", `${x}`);
      style?.setProperty("--y", `${y}`);
      style?.setProperty("--width", `${width}`);
      style?.setProperty("--height", `${height}`);
      style?.setProperty("--front", `${id === pinned ? places.size : i}`);
    }
  }

  #elementOf(id: StageElement["id"]): HTMLElement | undefined {
    const elements = this.renderRoot.querySelectorAll<HTMLElement>(".element");
    return [...elements].find((element) => element.dataset["element"] === id);
  }
}

function labelOf({ name }: Participant, kind: StageElement["kind"]): string {
  return kind === "screen" ? fill(strings.stage.screenOf, { name: displayName(name) }) : displayName(name);
}

customElements.define("kith-stage", KithStage);

declare global {
  interface HTMLElementTagNameMap {
    "kith-stage": KithStage;
  }
}
