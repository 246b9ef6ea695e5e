import { atom, type ReadableAtom } from "nanostores";
import type { ElementId } from "./stage-element.ts";

/** A piece of a line over an element: x and y in turn, 0 to 1 of its size. */
export interface Stroke {
  readonly id: number;
  readonly element: ElementId;
  readonly points: readonly number[];
}

/** How long it is seen, milliseconds. */
export const STROKE_LIFE = 2_500;
/** What several hands draw within that time. */
const MAX_STROKES = 200;

/** What people point at with lines that fade. */
export class StageStrokes {
  readonly #state = atom<readonly Stroke[]>([]);
  #lastId = 0;

  get state(): ReadableAtom<readonly Stroke[]> {
    return this.#state;
  }

  add(element: ElementId, points: readonly number[]): void {
    const stroke = { id: ++this.#lastId, element, points };
    this.#state.set([...this.#state.get(), stroke].slice(-MAX_STROKES));
    setTimeout(() => this.#state.set(this.#state.get().filter(({ id }) => id !== stroke.id)), STROKE_LIFE);
  }
}
