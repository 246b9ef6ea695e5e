import type { FrameMarking } from "../transport/wire/frame-marking.ts";

/** How encoders lay out so many layers: every other frame is of the highest, which nothing refers to. */
export type LayerCount = 1 | 2 | 3;

/** Marks the frames of one encoder, in order, so that relays and receivers know what they can do without. */
export class LayerMarker {
  #baseIndex = -1;
  #previous = 0;
  #isRunOver = true;

  /** Whether nothing more builds on the last frame of the base layer, as encoders lay layers out. */
  get isRunOver(): boolean {
    return this.#isRunOver;
  }

  /** `layer` as the encoder says it, of so many. */
  mark(keyFrame: boolean, layer: number, layers: LayerCount): FrameMarking {
    if (keyFrame || layer === 0) this.#baseIndex = (this.#baseIndex + 1) & 0xff;
    // The second layer refers to the base only, the third to whatever is before it.
    const baseSync = keyFrame || layer === 1 || (layer > 1 && this.#previous === 0);
    this.#isRunOver = layer === layers - 1 && (layers < 3 || this.#previous > 0);
    this.#previous = layer;
    return {
      keyFrame,
      discardable: layer > 0 && layer === layers - 1,
      baseSync,
      temporalLayer: layer,
      baseIndex: this.#baseIndex,
    };
  }
}
