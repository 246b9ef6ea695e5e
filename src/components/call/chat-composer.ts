import { css, html, LitElement, type TemplateResult } from "lit";
import { maxFile, maxText } from "../../app/chat.ts";
import { fill } from "../../strings/fill.ts";
import type { ChatActions } from "../actions.ts";
import { bytesText } from "../parts/bytes-text.ts";
import "../parts/icon.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** Where one writes: Enter sends, Shift and Enter begin a new line, files are chosen, pasted or dropped. */
export class KithChatComposer extends LitElement {
  static override properties = {
    chat: { attribute: false },
    alone: { type: Boolean },
    tooLarge: { state: true },
  };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        padding: var(--unit);
        border-block-start: 1px solid var(--line);
      }

      form {
        display: flex;
        align-items: end;
        gap: var(--unit);
      }

      textarea {
        flex: 1;
        min-inline-size: 0;
        min-block-size: var(--target);
        max-block-size: 8.5rem;
        padding: calc(1.25 * var(--unit)) calc(1.5 * var(--unit));
        border: 1px solid var(--control-line);
        border-radius: var(--radius);
        background: var(--raised);
        color: var(--text);
        font: inherit;
        line-height: 1.4;
        resize: none;
        field-sizing: content;
      }

      textarea::placeholder {
        color: var(--text-muted);
        opacity: 1;
      }

      .icon.primary > kith-icon:dir(rtl) {
        scale: -1 1;
      }

      .hint {
        margin-block-end: var(--half);
        padding-inline: var(--half);
      }

      .hint.problem {
        color: var(--on-danger-soft);
      }
    `,
  ];

  declare chat: ChatActions;
  /** Nobody would hear it. */
  declare alone: boolean;
  /** What one wanted to send and cannot. */
  declare private tooLarge: string | undefined;

  override focus(): void {
    this.#text.focus();
  }

  /** Offers each to everybody, as far as they are small enough. */
  offer(files: readonly File[]): void {
    this.tooLarge = undefined;
    for (const file of files) if (!this.chat.offerFile(file)) this.tooLarge = file.name;
  }

  protected override render(): TemplateResult {
    const text = strings.chat;
    const problem = this.tooLarge;
    return html`<div role="alert">
        ${problem === undefined ? "" : html`<p class="hint note problem">${fill(text.tooLarge, { name: problem, limit: bytesText(maxFile) })}</p>`}
      </div>
      ${this.alone ? html`<p class="hint note" id="alone">${text.alone}</p>` : ""}
      <form @submit=${this.#submit}>
        <button class="icon plain" type="button" aria-label=${text.attach} ?disabled=${this.alone} @click=${this.#choose}>
          <kith-icon name="attach"></kith-icon>
        </button>
        <input type="file" multiple hidden @change=${this.#handleChosen} />
        <textarea
          rows="1"
          maxlength=${maxText}
          aria-label=${text.message}
          placeholder=${text.message}
          enterkeyhint="send"
          .value=${this.chat.draft}
          @input=${this.#keepDraft}
          @keydown=${this.#handleKey}
          @paste=${this.#handlePaste}
        ></textarea>
        <button class="icon primary" type="submit" aria-label=${text.send} ?disabled=${this.alone}>
          <kith-icon name="send"></kith-icon>
        </button>
      </form>`;
  }

  get #text(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea") as HTMLTextAreaElement;
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    const text = this.#text.value;
    if (this.alone || text.trim() === "") return;
    this.chat.say(text);
    this.#text.value = "";
    this.#keepDraft();
  };

  #keepDraft(): void {
    this.chat.draft = this.#text.value;
  }

  #handleKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#submit(event);
  }

  #handlePaste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || this.alone) return;
    event.preventDefault();
    this.offer(files);
  }

  #choose(): void {
    this.renderRoot.querySelector("input")?.click();
  }

  #handleChosen(event: Event): void {
    const input = event.currentTarget as HTMLInputElement;
    this.offer([...(input.files ?? [])]);
    // The same file may be chosen again.
    input.value = "";
  }
}

customElements.define("kith-chat-composer", KithChatComposer);

declare global {
  interface HTMLElementTagNameMap {
    "kith-chat-composer": KithChatComposer;
  }
}
