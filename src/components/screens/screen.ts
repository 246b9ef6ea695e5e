import { css, LitElement } from "lit";
import { nextTask } from "../../app/next-task.ts";

/** Puts the focus on a screen's heading, so that screen readers start there. Every screen has one `h1` that takes it. */
export async function focusHeading(screen: Element): Promise<void> {
  await customElements.whenDefined(screen.localName);
  if (!(screen instanceof LitElement)) return;
  await screen.updateComplete;
  // Whoever takes the focus has to be laid out for it.
  await nextTask();
  screen.renderRoot.querySelector("h1")?.focus();
}

/** A page of text and controls, as every screen but the call. */
export const pageStyles = css`
  :host {
    box-sizing: border-box;
    min-block-size: 100dvh;
    padding: calc(3 * var(--unit) + env(safe-area-inset-top)) calc(2 * var(--unit) + env(safe-area-inset-right))
      calc(3 * var(--unit) + env(safe-area-inset-bottom)) calc(2 * var(--unit) + env(safe-area-inset-left));
  }

  main {
    display: grid;
    gap: calc(3 * var(--unit));
    max-inline-size: 34rem;
    margin-inline: auto;
  }

  .lead {
    color: var(--text-muted);
  }
`;
