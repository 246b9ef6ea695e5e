import { css, html, LitElement, type TemplateResult } from "lit";
import type { DeviceActions } from "../actions.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";

/** A bar that moves with the microphone. Follows the level by itself, so that nothing around it renders anew. */
export class KithLevel extends LitElement {
  static override properties = { source: { attribute: false } };
  static override styles = css`
    :host {
      display: block;
    }

    .track {
      block-size: 0.5rem;
      overflow: hidden;
      border: 1px solid transparent;
      border-radius: 1rem;
      background: var(--control);
    }

    .bar {
      block-size: 100%;
      border-radius: inherit;
      background: var(--accent);
      transform-origin: left;
      transition: transform 80ms linear;
      will-change: transform;
    }

    .bar:dir(rtl) {
      transform-origin: right;
    }

    @media (prefers-reduced-motion: reduce) {
      .bar {
        transition: none;
      }
    }

    @media (forced-colors: active) {
      .bar {
        background: Highlight;
      }
    }
  `;

  /** 0 to 1. */
  declare source: DeviceActions["level"];
  readonly #level = new StoreReader(this, () => this.source);

  protected override render(): TemplateResult {
    return html`<div
      class="track"
      role="meter"
      aria-label=${strings.preview.level}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(this.#clamped * 100)}
    >
      <div class="bar"></div>
    </div>`;
  }

  // By the object model: the page's policy refuses style attributes.
  protected override updated(): void {
    const bar = this.renderRoot.querySelector(".bar") as HTMLElement;
    bar.style.transform = `scaleX(${this.#clamped})`;
  }

  get #clamped(): number {
    return Math.min(1, Math.max(0, this.#level.value));
  }
}

customElements.define("kith-level", KithLevel);

declare global {
  interface HTMLElementTagNameMap {
    "kith-level": KithLevel;
  }
}
