import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { strings } from "../strings.ts";
import { base, fields } from "../styles.ts";

/** Characters of a name that others keep. */
const MAX_LENGTH = 64;

/**
 * The text box for one's own name. `eager` saves with every key, for where nobody sees the name yet; otherwise it saves
 * when the person has finished, or when the box goes away under their fingers.
 */
export class KithNameField extends LitElement {
  static override properties = {
    name: { attribute: false },
    save: { attribute: false },
    submit: { attribute: false },
    eager: { type: Boolean },
  };
  static override styles = [base, fields];

  declare name: string;
  declare save: (name: string) => void;
  /** Called when the person presses Enter, the name saved. */
  declare submit: (() => void) | undefined;
  declare eager: boolean;
  #draft: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#commit();
  }

  protected override render(): TemplateResult {
    return html`
      <label for="name">${strings.name.label}</label>
      <input
        id="name"
        type="text"
        maxlength=${MAX_LENGTH}
        autocomplete="nickname"
        autocapitalize="words"
        spellcheck="false"
        dir="auto"
        aria-describedby="hint"
        @input=${this.#edit}
        @change=${this.#commit}
        @keydown=${this.#finish}
      />
      <p class="hint" id="hint">${strings.name.hint}</p>
    `;
  }

  // A draft is left alone: what comes back may be trimmed, and must not move the cursor.
  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("name") && this.#draft === undefined) this.#input.value = this.name;
  }

  get #input(): HTMLInputElement {
    return this.renderRoot.querySelector("input") as HTMLInputElement;
  }

  #edit(): void {
    this.#draft = this.#input.value;
    if (this.eager) this.save(this.#draft);
  }

  #finish(event: KeyboardEvent): void {
    if (event.key !== "Enter") return;
    this.#commit();
    this.submit?.();
  }

  #commit(): void {
    const draft = this.#draft;
    this.#draft = undefined;
    if (draft !== undefined && !this.eager) this.save(draft);
  }
}

customElements.define("kith-name-field", KithNameField);

declare global {
  interface HTMLElementTagNameMap {
    "kith-name-field": KithNameField;
  }
}
