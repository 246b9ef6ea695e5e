import { css } from "lit";

/** Alone: oneself beside the invitation, or beside the device that is being called. Two: the other one large, oneself in a corner. */
const few = css`
  .alone {
    gap: calc(2 * var(--unit));
    overflow: auto;
  }

  .alone > .element {
    flex: 1;
    min-inline-size: 0;
  }

  .alone > :not(.element) {
    flex: 0 0 min(24rem, 40%);
    max-block-size: 100%;
    margin: auto;
    overflow: auto;
    border-radius: var(--radius-large);
  }

  @container (max-width: 44rem) or (max-aspect-ratio: 1) {
    .alone {
      flex-direction: column;
    }

    .alone > .element {
      flex: 1 1 8rem;
      min-block-size: 8rem;
    }

    .alone > :not(.element) {
      flex: 0 1 auto;
      min-block-size: 0;
      margin: 0 auto;
      inline-size: min(100%, 30rem);
    }
  }

  .pair > .person {
    flex: 1;
  }

  .pair > .own {
    position: absolute;
    inset-block-end: calc(1.5 * var(--unit));
    inset-inline-end: calc(1.5 * var(--unit));
    inline-size: clamp(7rem, 20cqi, 18rem);
    aspect-ratio: 5 / 4;
    border-radius: var(--radius-large);
    box-shadow: var(--shadow);
  }

  @container (max-aspect-ratio: 4 / 5) {
    .pair > .own {
      aspect-ratio: 4 / 5;
    }
  }
`;

/** Which of the grids suits, by the shape of the stage. */
const grid = css`
  .grid {
    --columns: var(--wide-columns);
    --rows: var(--wide-rows);

    flex-wrap: wrap;
    place-content: center;
  }

  @container (min-aspect-ratio: 5 / 2) {
    .grid {
      --columns: var(--flat-columns);
      --rows: var(--flat-rows);
    }
  }

  @container (max-aspect-ratio: 4 / 3) {
    .grid {
      --columns: var(--square-columns);
      --rows: var(--square-rows);
    }
  }

  @container (max-aspect-ratio: 4 / 5) {
    .grid {
      --columns: var(--tall-columns);
      --rows: var(--tall-rows);
    }
  }

  /* Rounded down by a hair, so that a row never wraps for a fraction of a pixel. */
  .grid > .element {
    inline-size: calc((100% - (var(--columns) - 1) * var(--gap)) / var(--columns) - 0.02px);
    block-size: calc((100% - (var(--rows) - 1) * var(--gap)) / var(--rows) - 0.02px);
  }
`;

/** One large, the others in a strip: at its side, and on a tall stage under it. Space that the strip does not need lies around it. */
const focus = css`
  .focus {
    --cell: clamp(6rem, 15cqi / var(--side-columns) + 2rem, 15rem);

    display: grid;
    grid-template-columns: minmax(0, 1fr) repeat(var(--side-columns), var(--cell));
    grid-template-rows:
      minmax(0, 1fr) repeat(var(--side-rows), minmax(0, calc(var(--cell) * 0.75)))
      minmax(0, 1fr);
  }

  .focus > .element {
    grid-area: var(--side-row) / var(--side-column);
  }

  .focus > [data-main] {
    grid-area: 1 / 1 / -1 / 2;
  }

  @container (max-aspect-ratio: 1) {
    .focus {
      --cell: clamp(4rem, 30cqb / var(--under-rows), 9rem);

      grid-template-columns:
        minmax(0, 1fr) repeat(var(--under-columns), minmax(0, calc(var(--cell) * 1.25)))
        minmax(0, 1fr);
      grid-template-rows: minmax(0, 1fr) repeat(var(--under-rows), var(--cell));
    }

    .focus > .element {
      grid-area: var(--under-row) / var(--under-column);
    }

    .focus > [data-main] {
      grid-area: 1 / 1 / 2 / -1;
    }
  }
`;

/** From the left whatever the language: two people who share a place mean the same one. */
const free = css`
  .free > .element {
    --foot-end: var(--target);

    position: absolute;
    inset-block-start: calc(var(--y) * 100%);
    left: calc(var(--x) * 100%);
    z-index: var(--front);
    inline-size: calc(var(--width) * 100%);
    block-size: calc(var(--height) * 100%);
    border-radius: var(--radius-large);
    box-shadow: var(--shadow);
  }
`;

export const stageStyles = [
  css`
    :host {
      --gap: var(--unit);

      position: relative;
      container-type: size;
    }

    .people {
      position: relative;
      display: flex;
      gap: var(--gap);
      block-size: 100%;
      isolation: isolate;
    }

    .prompt {
      position: absolute;
      inset: 0 0 auto;
      z-index: 1;
    }

    .element {
      position: relative;
      min-inline-size: 0;
      min-block-size: 0;
    }

    /* Over moving pictures there is nothing that is not asked for. */
    kith-stage-controls {
      opacity: 0;
      transition: opacity var(--motion);
    }

    .element:hover > kith-stage-controls,
    .element:focus-within > kith-stage-controls,
    .element[data-pinned] > kith-stage-controls {
      opacity: 1;
    }

    @media (hover: none) {
      kith-stage-controls {
        opacity: 1;
      }
    }
  `,
  few,
  grid,
  focus,
  free,
];
