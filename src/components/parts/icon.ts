import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import { firstIcons } from "./first-icons.ts";
import type { laterIcons } from "./later-icons.ts";

export type IconName = keyof typeof firstIcons | keyof typeof laterIcons;

const icons: Partial<Record<IconName, string>> = { ...firstIcons };

/** From now on these can be drawn too. */
export function addIcons(more: Partial<Record<IconName, string>>): void {
  Object.assign(icons, more);
}

/** The drawing by itself, for where there are no elements of ours. */
export function iconMarkup(name: IconName): TemplateResult {
  return html`<svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    ${unsafeSVG(icons[name])}
  </svg>`;
}

/** An icon in the colour and size of the text around it. Decoration: the words beside it carry the meaning. */
export class KithIcon extends LitElement {
  static override properties = { name: {} };
  static override styles = css`
    :host {
      display: inline-flex;
      flex: none;
    }

    :host > svg {
      inline-size: 1.25em;
      block-size: 1.25em;
    }
  `;

  declare name: IconName;

  // The markup comes from the build and never from outside, so it may be parsed as it is.
  protected override render(): TemplateResult | typeof nothing {
    return this.name in icons ? iconMarkup(this.name) : nothing;
  }
}

customElements.define("kith-icon", KithIcon);

declare global {
  interface HTMLElementTagNameMap {
    "kith-icon": KithIcon;
  }
}
