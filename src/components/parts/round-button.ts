import { css, html, type TemplateResult } from "lit";
import type { IconName } from "./icon.ts";
import "./icon.ts";

export interface RoundButton {
  /** For assistive technology. Contains the label, so that people who speak to their device can say what they see. */
  readonly name: string;
  /** The word under the icon. */
  readonly label: string;
  readonly icon: IconName;
  readonly tone: "plain" | "off" | "danger";
  /** The id of the popover, in the same tree, that the button opens. */
  readonly opens?: string;
  readonly press?: () => void;
}

/** A round button with a word under it, as in the bar of a call. */
export function roundButton({ name, label, icon, tone, opens, press }: RoundButton): TemplateResult {
  const face = html`<span class="face ${tone}"><kith-icon name=${icon}></kith-icon></span>
    <span class="label">${label}</span>`;
  return opens === undefined
    ? html`<button class="round" type="button" aria-label=${name} @click=${press}>${face}</button>`
    : html`<button class="round" type="button" aria-label=${name} popovertarget=${opens}>${face}</button>`;
}

export const roundButtonStyles = css`
  :host {
    display: flex;
    gap: var(--unit);
  }

  .round {
    display: grid;
    justify-items: center;
    gap: var(--half);
    min-inline-size: min(4.5rem, 20vw);
    padding: 0;
    border: none;
    border-radius: var(--radius);
    background: none;
    color: var(--text);
    font: inherit;
    font-size: 0.8125rem;
    line-height: 1.2;
    cursor: pointer;
  }

  .face {
    display: grid;
    place-items: center;
    inline-size: 3rem;
    block-size: 3rem;
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

  .face.off {
    background: var(--danger-soft);
    color: var(--on-danger-soft);
  }

  .face.danger {
    background: var(--danger);
    color: var(--on-danger);
  }

  .round:hover .face.danger {
    background: var(--danger-hover);
  }
`;
