import { css, html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

interface Switch {
  /** Unique in the tree that it stands in. */
  readonly id: string;
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly flip: (on: boolean) => void;
}

/** A switch with its words. */
export function labelledSwitch({ id, label, on, disabled = false, flip }: Switch): TemplateResult {
  return html`<label class="switch" for=${id}>
    <span>${label}</span>
    <input
      id=${id}
      type="checkbox"
      role="switch"
      .checked=${live(on)}
      ?disabled=${disabled}
      @change=${(event: Event) => flip((event.currentTarget as HTMLInputElement).checked)}
    />
  </label>`;
}

export const switchStyles = css`
  .switch {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: calc(2 * var(--unit));
    margin: 0;
    font-size: 1rem;
    font-weight: 400;
    cursor: pointer;
  }

  .switch > input {
    position: relative;
    flex: none;
    inline-size: 3rem;
    block-size: var(--target);
    min-block-size: var(--target);
    margin: 0;
    padding: 0;
    border: none;
    border-radius: var(--radius);
    appearance: none;
    background: none;
    cursor: inherit;
  }

  .switch > input::before,
  .switch > input::after {
    position: absolute;
    border-radius: 1rem;
    content: "";
    transition:
      background-color var(--motion),
      translate var(--motion);
  }

  .switch > input::before {
    inset: calc(50% - 0.875rem) 0;
    border: 2px solid var(--control-line);
    background: var(--control);
  }

  .switch > input::after {
    inset-block-start: calc(50% - 0.5rem);
    inset-inline-start: 0.375rem;
    inline-size: 1rem;
    block-size: 1rem;
    background: var(--control-line);
  }

  .switch > input:checked::before {
    border-color: var(--accent);
    background: var(--accent);
  }

  .switch > input:checked::after {
    background: var(--on-accent);
    translate: 1.25rem;
  }

  .switch > input:checked:dir(rtl)::after {
    translate: -1.25rem;
  }

  .switch > input:disabled {
    opacity: 0.6;
    cursor: default;
  }

  @media (forced-colors: active) {
    .switch > input::after {
      background: CanvasText;
    }

    .switch > input:checked::before {
      background: Highlight;
    }
  }
`;
