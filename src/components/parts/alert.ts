import { css } from "lit";

/** A box that tells of something: an icon, a `.text`, and `.actions` to choose from. `quiet` for news that can wait. */
export const alertStyles = css`
  .alert {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--unit) calc(1.5 * var(--unit));
    padding: calc(1.5 * var(--unit));
    border: 1px solid transparent;
    border-radius: var(--radius);
    background: var(--warning-soft);
    color: var(--on-warning-soft);
    font-size: var(--text-small);
  }

  .alert > kith-icon {
    align-self: flex-start;
    margin-block-start: 0.125rem;
  }

  .text {
    flex: 1 1 14rem;
  }

  .alert button {
    border-color: currentcolor;
    background: transparent;
    color: inherit;
  }

  .alert button:hover {
    background: color-mix(in srgb, currentcolor 10%, transparent);
  }

  .alert.quiet {
    border-color: var(--line);
    background: var(--accent-soft);
    color: var(--text);
  }

  .alert.quiet > kith-icon {
    align-self: center;
  }
`;
