import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { SystemActions } from "../actions.ts";
import { alertBox, alertStyles, alertText } from "../parts/alert.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";

/** What has changed around Kith and can wait until one is here: no network, a new version. Nothing when there is nothing. */
export class KithNews extends LitElement {
  static override properties = { system: { attribute: false }, updating: { state: true } };
  static override styles = [
    base,
    buttons,
    alertStyles,
    css`
      :host {
        display: grid;
        gap: var(--unit);
      }

      strong {
        display: block;
      }
    `,
  ];

  declare system: SystemActions;
  declare private updating?: boolean;
  readonly #state = new StoreReader(this, () => this.system.state);

  protected override render(): TemplateResult {
    const { online, newVersion } = this.#state.value;
    this.hidden = online && !newVersion;
    return html`<div role="status">${online ? nothing : this.#offline()}</div>
      <div role="status">${newVersion ? this.#newVersion() : nothing}</div>`;
  }

  #offline(): TemplateResult {
    return alertBox({ icon: "offline", text: alertText(strings.offline) });
  }

  #newVersion(): TemplateResult {
    const text = strings.newVersion;
    return alertBox({
      icon: "update",
      isQuiet: true,
      text: text.what,
      actions: html`<button type="button" ?disabled=${this.updating} @click=${this.#update}>
        ${this.updating ? text.updating : text.use}
      </button>`,
    });
  }

  #update(): void {
    this.updating = true;
    void this.system.renew();
  }
}

customElements.define("kith-news", KithNews);

declare global {
  interface HTMLElementTagNameMap {
    "kith-news": KithNews;
  }
}
