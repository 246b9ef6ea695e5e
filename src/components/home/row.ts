import { css } from "lit";

/** A device in one line: its small picture, its name over what is to be said of it, and buttons. */
export const rowStyles = css`
  .row {
    display: flex;
    align-items: center;
    gap: calc(1.5 * var(--unit));
    padding: calc(1.5 * var(--unit));
  }

  .who {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    margin-inline-end: auto;
    line-height: 1.3;
  }

  .name {
    justify-self: start;
    max-inline-size: 100%;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .who > :not(.name) {
    color: var(--text-muted);
    font-size: var(--text-small);
  }
`;
