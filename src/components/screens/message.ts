import { css, html, nothing, type TemplateResult } from "lit";

export interface Message {
  readonly what: string;
  readonly remedy: string;
}

/** One thing to say, what to do about it, and the buttons that do it. An `alert` when something went wrong. */
export function messagePage(message: Message, wrong: boolean, actions: TemplateResult): TemplateResult {
  return html`<main>
    <div class="message" role=${wrong ? "alert" : nothing}>
      <h1 tabindex="-1">${message.what}</h1>
      <p class="lead">${message.remedy}</p>
    </div>
    <div class="actions">${actions}</div>
  </main>`;
}

export const messageStyles = css`
  :host {
    display: grid;
    align-content: center;
  }

  main {
    inline-size: 100%;
  }

  .message {
    display: grid;
    gap: calc(1.5 * var(--unit));
  }
`;
