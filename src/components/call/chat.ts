import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ChatEntry } from "../../app/chat.ts";
import { fill } from "../../strings/fill.ts";
import type { ChatActions } from "../actions.ts";
import "../parts/icon.ts";
import { saveFile } from "../parts/save-file.ts";
import { dateText } from "../parts/time.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "./chat-composer.ts";
import type { KithChatComposer } from "./chat-composer.ts";
import { chatEntry, chatEntryStyles } from "./chat-entry.ts";
import { chatFileStyles } from "./chat-file.ts";
import { transcript } from "./chat-transcript.ts";

/** So near to the end one reads what comes. Pixels. */
const END = 40;

/** What was said in the call and offered, and where one says something: the content of a panel. */
export class KithChat extends LitElement {
  static override properties = {
    chat: { attribute: false },
    watching: { type: Boolean },
    alone: { type: Boolean },
    isDropping: { state: true },
  };
  static override styles = [
    base,
    buttons,
    chatEntryStyles,
    chatFileStyles,
    css`
      :host {
        position: relative;
        display: grid;
        grid-template-rows: minmax(0, 1fr) auto;
        min-block-size: 0;
      }

      .log {
        padding: calc(1.5 * var(--unit)) calc(2 * var(--unit));
        overflow-y: auto;
        overscroll-behavior: contain;
      }

      .log:focus-visible {
        outline-offset: -3px;
      }

      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 0 var(--unit);
        margin-block-end: var(--unit);
      }

      .head > p {
        flex: 1 1 14rem;
      }

      .head > button {
        border-color: var(--line);
      }

      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: calc(1.5 * var(--unit));
      }

      .watching {
        padding: calc(1.5 * var(--unit)) calc(2 * var(--unit));
        border-block-start: 1px solid var(--line);
      }

      .drop {
        position: absolute;
        inset: var(--unit);
        display: grid;
        place-items: center;
        border: 2px dashed var(--accent);
        border-radius: var(--radius);
        background: var(--accent-soft);
        font-weight: 600;
        text-align: center;
        pointer-events: none;
      }
    `,
  ];

  declare chat: ChatActions;
  /** One may read and not write. */
  declare watching: boolean;
  /** Nobody else is here. */
  declare alone: boolean;
  declare private isDropping: boolean;
  readonly #state = new StoreReader(this, () => this.chat.state);
  #isAtEnd = true;

  constructor() {
    super();
    this.isDropping = false;
    this.addEventListener("dragover", (event) => this.#handleDrag(event));
    this.addEventListener("dragleave", () => this.#setDropping(false));
    this.addEventListener("drop", (event) => this.#handleDrop(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.chat.setReading(false);
  }

  protected override willUpdate(): void {
    const log = this.#log;
    this.#isAtEnd = log === null || log.scrollHeight - log.scrollTop - log.clientHeight < END;
  }

  protected override render(): TemplateResult {
    const text = strings.chat;
    const { entries } = this.#state.value;
    return html`<div class="log" role="log" aria-label=${text.messages} tabindex="0">
        <div class="head note">
          <p>${text.note}</p>
          ${
            entries.length > 0
              ? html`<button class="plain" type="button" @click=${() => this.#save(entries)}>
                  <kith-icon name="save"></kith-icon>${text.save}
                </button>`
              : nothing
          }
        </div>
        <ul>
          ${repeat(
            entries,
            ({ id }) => id,
            (entry) => chatEntry(entry, this.chat),
          )}
        </ul>
      </div>
      ${
        this.watching
          ? html`<p class="watching note">${text.watchOnly}</p>`
          : html`<kith-chat-composer .chat=${this.chat} ?alone=${this.alone}></kith-chat-composer>`
      }
      ${this.isDropping ? html`<p class="drop">${text.drop}</p>` : nothing}`;
  }

  protected override firstUpdated(): void {
    this.chat.setReading(true);
    void this.#settle();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const log = this.#log;
    if (log !== null && this.#isAtEnd) log.scrollTop = log.scrollHeight;
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector(".log");
  }

  get #composer(): KithChatComposer | null {
    return this.renderRoot.querySelector("kith-chat-composer");
  }

  /** Begins at the end of what was said, which is known once the composer has taken its room. */
  async #settle(): Promise<void> {
    await this.#composer?.updateComplete;
    this.#log?.scrollTo({ top: this.#log.scrollHeight });
    // On a screen that is touched the keyboard would cover what there is to read.
    if (matchMedia("(pointer: fine)").matches) this.#composer?.focus();
  }

  #save(entries: readonly ChatEntry[]): void {
    const blob = new Blob([transcript(entries)], { type: "text/plain" });
    saveFile(fill(strings.chat.fileName, { date: dateText(Date.now()) }), blob);
  }

  #handleDrag(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Otherwise the browser would open the file in the place of the call.
    event.preventDefault();
    this.#setDropping(this.#composer !== null && !this.alone);
  }

  #handleDrop(event: DragEvent): void {
    event.preventDefault();
    this.#setDropping(false);
    if (!this.alone) this.#composer?.offer([...(event.dataTransfer?.files ?? [])]);
  }

  #setDropping(isDropping: boolean): void {
    this.isDropping = isDropping;
  }
}

customElements.define("kith-chat", KithChat);

declare global {
  interface HTMLElementTagNameMap {
    "kith-chat": KithChat;
  }
}
