import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { ReadableAtom } from "nanostores";
import type { Screen } from "../app/app.ts";
import { nextTask } from "../app/next-task.ts";
import { fill } from "../strings/fill.ts";
import type { AppActions } from "./actions.ts";
import { complete, isComplete } from "./later.ts";
import { deviceName } from "./parts/person-name.ts";
import "./screens/home.ts";
import "./screens/opening.ts";
import { focusHeading } from "./screens/screen.ts";
import { StoreReader } from "./store-reader.ts";
import { strings } from "./strings.ts";
import { base } from "./styles.ts";

/** What a person looks at first is shown first: the rest is fetched after so many milliseconds, or as soon as it is wanted. */
const BREATH = 200;
const OPENING: Screen = { name: "opening" };

/**
 * Shows the screen that the app is on, and over it whoever calls. A new screen takes the focus to its heading, except for
 * the first one. A screen whose code is still on its way is shown as soon as it is there.
 */
export class KithApp extends LitElement {
  static override properties = {
    app: { attribute: false },
    isComplete: { state: true },
    isIncomplete: { state: true },
  };
  static override styles = [
    base,
    css`
      p {
        padding: calc(2 * var(--unit));
        text-align: center;
      }
    `,
  ];

  declare app: AppActions & { readonly screen: ReadableAtom<Screen> };
  readonly #screen = new StoreReader(this, () => this.app.screen);
  readonly #ring = new StoreReader(this, () => this.app.ring);
  #shown: Screen | undefined;
  /** Other screens than the first can be shown. */
  declare private isComplete: boolean;
  /** The rest of the code could not be fetched. */
  declare private isIncomplete: boolean;

  constructor() {
    super();
    this.isComplete = isComplete;
  }

  protected override render(): TemplateResult {
    const screen = this.#showable;
    const ring = this.#ring.value;
    return html`${keyed(screen, this.#element(screen))}
    ${this.isIncomplete ? html`<p role="alert">${strings.notice.incomplete}</p>` : nothing}
    ${
      ring === undefined
        ? nothing
        : keyed(
            ring.contactId,
            html`<kith-ring .ring=${ring} .answer=${(accept: boolean) => this.app.answerRing(accept)}></kith-ring>`,
          )
    }`;
  }

  protected override firstUpdated(): void {
    setTimeout(() => void this.#complete(), BREATH);
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const screen = this.#screen.value;
    const ring = this.#ring.value;
    if (screen.name !== "home" || ring !== undefined) void this.#complete();
    // Where the page is one of many, its title is all that is seen of it.
    document.title =
      ring === undefined
        ? strings.title[screen.name]
        : fill(strings.ring.calls, { name: deviceName(ring.name) });
    const element = this.renderRoot.firstElementChild;
    if (this.#shown === this.#showable) return;
    if (this.#shown !== undefined && element !== null) void focusHeading(element);
    this.#shown = this.#showable;
  }

  /** The screen that the app is on, as soon as its code is there. */
  get #showable(): Screen {
    const screen = this.#screen.value;
    return screen.name === "home" || (screen.name !== "opening" && this.isComplete) ? screen : OPENING;
  }

  async #complete(): Promise<void> {
    if (this.isComplete) return;
    try {
      await complete();
      await nextTask();
      [this.isComplete, this.isIncomplete] = [true, false];
    } catch {
      this.isIncomplete = true;
    }
  }

  #element(screen: Screen): TemplateResult {
    switch (screen.name) {
      case "opening":
        return html`<kith-opening></kith-opening>`;
      case "home":
        return html`<kith-home .app=${this.app}></kith-home>`;
      case "preview":
        return html`<kith-preview .preview=${screen.preview}></kith-preview>`;
      case "call":
        return html`<kith-call .app=${this.app} .call=${screen.call}></kith-call>`;
      case "pairing":
        return html`<kith-pairing .app=${this.app} .pairing=${screen.pairing}></kith-pairing>`;
      case "notice":
        return html`<kith-notice .app=${this.app} .notice=${screen.notice}></kith-notice>`;
    }
  }
}

customElements.define("kith-app", KithApp);

declare global {
  interface HTMLElementTagNameMap {
    "kith-app": KithApp;
  }
}
