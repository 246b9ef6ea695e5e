import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { CallState } from "../../app/call-state.ts";
import type { ChatEntry } from "../../app/chat.ts";
import type { CallActions } from "../actions.ts";
import { StoreReader } from "../store-reader.ts";
import { base } from "../styles.ts";
import { announcements } from "./announcements.ts";
import { chatNews } from "./chat-news.ts";

/** Tells screen readers who comes, goes and mutes, and what comes in the chat while that is not open. Not seen: the screen shows the same. */
export class KithAnnouncer extends LitElement {
  static override properties = {
    call: { attribute: false },
    state: { attribute: false },
    reading: { type: Boolean },
  };
  static override styles = base;

  declare call: CallActions;
  declare state: CallState;
  /** The chat is open, and tells by itself. */
  declare reading: boolean;
  readonly #chat = new StoreReader(this, () => this.call.chat.state);
  #known: readonly ChatEntry[] | undefined;
  #lines: readonly string[] = [];
  #batch = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("state");
    const known = this.#known;
    const { entries } = this.#chat.value;
    this.#known = entries;
    const lines = [
      ...(before === undefined ? [] : announcements(before, this.state)),
      ...(known === undefined || known === entries || this.reading ? [] : chatNews(known, entries)),
    ];
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
