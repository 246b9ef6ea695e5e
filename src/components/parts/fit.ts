import { css } from "lit";

/** Whether a picture is wide or tall, for `fit`. */
export function shapeOf(width: number, height: number): "wide" | "tall" {
  return width >= height ? "wide" : "tall";
}

/**
 * A `.surface` fills its element. It is cropped to do so, except where that would cut people's heads off: where a wide
 * picture meets a tall element or the other way round, or any picture a very flat one, the whole of it is shown. So it is always
 * where `--fit` is `contain`.
 */
export const fit = css`
  :host {
    display: block;
    position: absolute;
    inset: 0;
    container-type: size;
  }

  .surface {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: var(--fit, cover);
  }

  /* A little of its sides may go, so that less stays empty. */
  @container (max-aspect-ratio: 3 / 4) {
    .surface[data-shape="wide"] {
      background: var(--letterbox);
      object-fit: contain;
      scale: var(--zoom, 1.25);
    }
  }

  @container (min-aspect-ratio: 4 / 3) {
    .surface[data-shape="tall"] {
      background: var(--letterbox);
      object-fit: contain;
    }
  }

  @container (min-aspect-ratio: 5 / 2) {
    .surface {
      background: var(--letterbox);
      object-fit: contain;
    }
  }
`;
