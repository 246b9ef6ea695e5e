import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Picture } from "../../app/picture.ts";
import { base } from "../styles.ts";
import "../parts/icon.ts";
import "../parts/picture.ts";
import { tileStyles } from "./tile-frame.ts";

/** A screen that somebody else shares: the whole of it, whatever its shape. */
export class KithScreenTile extends LitElement {
  static override properties = { picture: { attribute: false }, label: {} };
  static override styles = [
    base,
    tileStyles,
    css`
      .tile {
        background: var(--letterbox);
      }

      kith-picture {
        --fit: contain;
        --zoom: 1;
      }
    `,
  ];

  declare picture: Picture | undefined;
  /** Whose it is, as "Ann's screen". */
  declare label: string;

  protected override render(): TemplateResult {
    return html`<div class="tile" role="group" aria-label=${this.label}>
      ${this.picture ? html`<kith-picture .picture=${this.picture}></kith-picture>` : nothing}
      <div class="foot">
        <span class="plate"><kith-icon name="screen"></kith-icon><bdi class="name">${this.label}</bdi></span>
      </div>
    </div>`;
  }
}

customElements.define("kith-screen-tile", KithScreenTile);

declare global {
  interface HTMLElementTagNameMap {
    "kith-screen-tile": KithScreenTile;
  }
}
