import { css, html, nothing, type TemplateResult } from "lit";
import type { IconName } from "./icon.ts";
import "./icon.ts";

export interface RoundButton {
  /** For assistive technology. Contains the label, so that people who speak to their device can say what they see. */
  readonly name: string;
  /** The word under the icon. */
  readonly label: string;
  readonly icon: IconName;
  readonly tone: "plain" | "on" | "off" | "danger";
  /** How to do the same with the keyboard alone, in the words of `aria-keyshortcuts`. */
  readonly keys?: string | undefined;
  /** A class of the host's styles. */
  readonly place?: string;
  /** The menu, a popover in the same tree, that the button opens. */
  readonly opens?: { readonly id: string; readonly isOpen: boolean };
  /** Of one that opens something else: whether that is open. */
  readonly isOpen?: boolean;
  /** How much is new behind it; the name has to say so too. */
  readonly count?: number;
  readonly press?: () => void;
}

/** A round button with a word under it, as in the bar of a call. */
export function roundButton(button: RoundButton): TemplateResult {
  const { name, label, icon, tone, keys, place = "", opens, isOpen, count = 0, press } = button;
  return html`<button
    class="round ${place}"
    type="button"
    aria-label=${name}
    aria-keyshortcuts=${keys ?? nothing}
    popovertarget=${opens?.id ?? nothing}
    aria-haspopup=${opens ? "menu" : nothing}
    aria-expanded=${opens?.isOpen ?? isOpen ?? nothing}
    @click=${press}
  >
    <span class="face ${tone}"><kith-icon name=${icon}></kith-icon>${
      count > 0 ? html`<span class="count">${count > 99 ? "99+" : count}</span>` : nothing
    }</span>
    <span class="label">${label}</span>
  </button>`;
}

export const roundButtonStyles = css`
  :host {
    display: flex;
    gap: var(--round-gap, var(--half));
    min-inline-size: 0;
  }

  /* As wide as there is room for, where the text is large and the screen is not. */
  .round {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: center;
    align-content: start;
    gap: var(--half);
    inline-size: 4rem;
    min-inline-size: 0;
    padding: 0;
    border: none;
    border-radius: var(--radius);
    background: none;
    color: var(--text);
    font: inherit;
    font-size: 0.8125rem;
    line-height: 1rem;
    cursor: pointer;
  }

  .face {
    position: relative;
    display: grid;
    place-items: center;
    inline-size: min(3rem, 100%);
    aspect-ratio: 1;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--control);
    font-size: 1.125rem;
    transition: background-color var(--motion);
  }

  /* A phone held sideways has no height to give away. */
  @media (max-height: 26rem) {
    .label {
      display: none;
    }
  }

  .round:hover {
    background: none;
  }

  .round:hover .face {
    background: var(--control-hover);
  }

  .count {
    position: absolute;
    inset-block-start: -0.25rem;
    inset-inline-end: -0.25rem;
    min-inline-size: 1.375rem;
    padding-inline: 0.25rem;
    border-radius: 1rem;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 0.75rem;
    font-weight: 700;
    line-height: 1.375rem;
    text-align: center;
  }

  .face.off {
    background: var(--danger-soft);
    color: var(--on-danger-soft);
  }

  .face.on {
    background: var(--accent);
    color: var(--on-accent);
  }

  .round:hover .face.on {
    background: var(--accent-hover);
  }

  .face.danger {
    background: var(--danger);
    color: var(--on-danger);
  }

  .round:hover .face.danger {
    background: var(--danger-hover);
  }
`;
