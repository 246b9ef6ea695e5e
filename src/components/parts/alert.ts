import { css, html, nothing, type TemplateResult } from "lit";
import "./icon.ts";
import type { IconName } from "./icon.ts";

interface Alert {
  readonly icon: IconName;
  /** Phrases, or paragraphs. */
  readonly text: string | TemplateResult;
  /** Buttons to choose from. */
  readonly actions?: TemplateResult;
  /** News that can wait. */
  readonly isQuiet?: boolean;
  /** It is read out as it comes. Where it is not, something around it is. */
  readonly role?: "alert";
}

/** A box that tells of something. */
export function alertBox({ icon, text, actions, isQuiet = false, role }: Alert): TemplateResult {
  return html`<div class="alert ${isQuiet ? "quiet" : ""}" role=${role ?? nothing}>
    <kith-icon name=${icon}></kith-icon>
    <div class="text">${text}</div>
    ${actions === undefined ? nothing : html`<div class="actions">${actions}</div>`}
  </div>`;
}

/** What has happened, and what to do about it. */
export function alertText({
  what,
  remedy,
}: {
  readonly what: string;
  readonly remedy: string;
}): TemplateResult {
  return html`<p><strong>${what}</strong> ${remedy}</p>`;
}

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
