import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { CallState } from "../../app/call-state.ts";
import { base } from "../styles.ts";
import { announcements } from "./announcements.ts";

/** Tells screen readers who comes, goes and mutes. Not seen: the tiles show the same. */
export class KithAnnouncer extends LitElement {
  static override properties = { state: { attribute: false } };
  static override styles = base;

  declare state: CallState;
  #lines: readonly string[] = [];
  #batch = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("state");
    if (before === undefined) return;
    const lines = announcements(before, this.state);
    if (lines.length === 0) return;
    this.#lines = lines;
    this.#batch++;
  }

  // A new node for each batch: the same words twice in a row are news as well.
  protected override render(): TemplateResult {
    return html`<div class="visually-hidden" aria-live="polite">
      ${keyed(this.#batch, html`<div>${this.#lines.map((line) => html`<p>${line}</p>`)}</div>`)}
    </div>`;
  }
}

customElements.define("kith-announcer", KithAnnouncer);

declare global {
  interface HTMLElementTagNameMap {
    "kith-announcer": KithAnnouncer;
  }
}
