import { html, type TemplateResult } from "lit";

/** A button with words on it; `primary` for the one thing a screen is for. */
export function textButton(look: "primary" | "", label: string, press: () => void): TemplateResult {
  return html`<button class=${look} type="button" @click=${press}>${label}</button>`;
}
