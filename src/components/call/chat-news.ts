import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { type ChatEntry, isTheirs } from "../../app/chat.ts";
import type { ChatActions } from "../actions.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { authorOf } from "./chat-entry.ts";

/** Nobody wants a page read out in the middle of a talk. Characters. */
const LONGEST = 150;

/** Tells screen readers what comes in the chat while that is not open. */
export class KithChatNews extends LitElement {
  static override properties = { chat: { attribute: false }, silent: { type: Boolean } };
  static override styles = base;

  declare chat: ChatActions;
  /** The chat is open, and tells by itself. */
  declare silent: boolean;
  readonly #state = new StoreReader(this, () => this.chat.state);
  #known: readonly ChatEntry[] | undefined;
  #lines: readonly string[] = [];
  #batch = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { entries } = this.#state.value;
    const before = this.#known;
    this.#known = entries;
    if (before === undefined || before === entries || this.silent) return;
    const lines = newsOf(before, entries);
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

/** What has been said since, and which files have come. */
function newsOf(before: readonly ChatEntry[], after: readonly ChatEntry[]): readonly string[] {
  const earlier = new Map(before.map((entry) => [entry.id, entry]));
  return after
    .filter((entry) => isTheirs(entry) && entry !== earlier.get(entry.id))
    .flatMap((entry) => lineOf(earlier.get(entry.id), entry));
}

function lineOf(before: ChatEntry | undefined, { content }: ChatEntry): readonly string[] {
  const { announce } = strings.chat;
  if (content.kind === "text") return [announce.text(authorOf(content), content.text.slice(0, LONGEST))];
  if (content.kind !== "file") return [];
  if (before === undefined) return [announce.file(authorOf(content), content.file.name)];
  const isHere = content.blob !== undefined && !("blob" in before.content && before.content.blob);
  return isHere ? [announce.received(content.file.name)] : [];
}

customElements.define("kith-chat-news", KithChatNews);

declare global {
  interface HTMLElementTagNameMap {
    "kith-chat-news": KithChatNews;
  }
}
