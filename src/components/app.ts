import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { ReadableAtom } from "nanostores";
import type { Screen } from "../app/app.ts";
import type { AppActions } from "./actions.ts";
import { deviceName } from "./parts/person-name.ts";
import "./parts/ring.ts";
import "./screens/call.ts";
import "./screens/home.ts";
import "./screens/notice.ts";
import "./screens/pairing.ts";
import "./screens/preview.ts";
import { focusHeading } from "./screens/screen.ts";
import { StoreReader } from "./store-reader.ts";
import { strings } from "./strings.ts";

/**
 * Shows the screen that the app is on, and over it whoever calls. A new screen takes the focus to its heading, except for
 * the first one.
 */
export class KithApp extends LitElement {
  static override properties = { app: { attribute: false } };

  declare app: AppActions & { readonly screen: ReadableAtom<Screen> };
  readonly #screen = new StoreReader(this, () => this.app.screen);
  readonly #ring = new StoreReader(this, () => this.app.ring);
  #shown: Screen | undefined;

  protected override render(): TemplateResult {
    const screen = this.#screen.value;
    const ring = this.#ring.value;
    return html`${keyed(screen, this.#element(screen))}
    ${
      ring === undefined
        ? nothing
        : keyed(
            ring.contactId,
            html`<kith-ring .ring=${ring} .answer=${(accept: boolean) => this.app.answerRing(accept)}></kith-ring>`,
          )
    }`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const screen = this.#screen.value;
    const ring = this.#ring.value;
    // Where the page is one of many, its title is all that is seen of it.
    document.title =
      ring === undefined ? strings.title[screen.name] : strings.ring.calls(deviceName(ring.name));
    if (screen === this.#shown) return;
    const element = this.renderRoot.firstElementChild;
    if (this.#shown !== undefined && element instanceof LitElement) void focusHeading(element);
    this.#shown = screen;
  }

  #element(screen: Screen): TemplateResult {
    switch (screen.name) {
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
