import { css } from "lit";

/**
 * For every element: a block, sizes that include borders, headings and lists without a look of their own, a focus that is seen.
 * `card` stands out from the page, `note` does not want to be read first.
 */
export const base = css`
  :host {
    display: block;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  h1 {
    font-size: var(--text-title);
    line-height: 1.2;
    text-wrap: balance;
  }

  h2 {
    font-size: var(--text-large);
    line-height: 1.3;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  /* Headings take the focus where something new begins, for screen readers; nothing can be done with them. */
  h1:focus-visible,
  h2:focus-visible {
    outline: none;
  }

  .card {
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    background: var(--raised);
  }

  .note {
    color: var(--text-muted);
    font-size: var(--text-small);
  }

  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/**
 * Buttons with words on them, and `actions` with several: `primary` for the one thing a screen is for, `plain` for what is always
 * there, `icon` when only an icon shows.
 */
export const buttons = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--unit);
    min-block-size: var(--target);
    min-inline-size: var(--target);
    padding: var(--unit) calc(2 * var(--unit));
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: var(--control);
    color: var(--text);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
    transition: background-color var(--motion);
  }

  button:hover {
    background: var(--control-hover);
  }

  button.primary {
    background: var(--accent);
    color: var(--on-accent);
  }

  button.primary:hover {
    background: var(--accent-hover);
  }

  button.icon {
    padding: 0;
  }

  .plain {
    flex: none;
    background: transparent;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--unit);
  }

  button:disabled {
    opacity: 0.6;
    cursor: default;
  }
`;

/** Labelled text boxes and selects. */
export const fields = css`
  label {
    display: block;
    margin-block-end: var(--half);
    font-size: var(--text-small);
    font-weight: 600;
  }

  input,
  select {
    inline-size: 100%;
    min-block-size: var(--target);
    padding: var(--unit) calc(1.5 * var(--unit));
    border: 1px solid var(--control-line);
    border-radius: var(--radius);
    background: var(--raised);
    color: var(--text);
    font: inherit;
    text-overflow: ellipsis;
  }

  select {
    padding-inline-end: calc(4 * var(--unit));
    background: var(--chevron), var(--raised);
    appearance: var(--select);
  }

  select:disabled {
    border-color: var(--line);
    color: var(--text-muted);
    opacity: 1;
  }

  .hint {
    margin-block-start: var(--half);
    color: var(--text-muted);
    font-size: var(--text-small);
  }
`;
