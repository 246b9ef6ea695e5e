import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { ContactsState } from "../../app/contacts-state.ts";
import type { AppActions, CheckActions } from "../actions.ts";
import "../home/contacts.ts";
import "../home/install.ts";
import "../home/news.ts";
import "../home/own-device.ts";
import "../home/past-calls.ts";
import "../home/ring-permission.ts";
import { complete } from "../later.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons, fields } from "../styles.ts";
import "../parts/icon.ts";
import { pageStyles } from "./screen.ts";

/** Where everything starts: a call, an invite to open, the devices one knows. */
export class KithHome extends LitElement {
  static override properties = { app: { attribute: false }, check: { state: true } };
  static override styles = [
    base,
    buttons,
    fields,
    pageStyles,
    css`
      main {
        gap: calc(5 * var(--unit));
        padding-block-start: min(8dvh, 5rem);
      }

      header,
      section {
        display: grid;
        gap: calc(1.5 * var(--unit));
      }

      h1 {
        font-size: 2.5rem;
        letter-spacing: -0.02em;
      }

      .start {
        display: flex;
        flex-wrap: wrap;
        gap: var(--unit);
        margin-block-start: var(--unit);
      }

      .start > button {
        flex: 0 1 auto;
        min-block-size: 3.5rem;
        padding-inline: calc(3 * var(--unit));
        font-size: 1.125rem;
      }

      @media (max-width: 32rem) {
        .start > button {
          flex: 1 1 13rem;
        }
      }

      .open {
        display: flex;
        gap: var(--unit);
      }

      .own > button {
        justify-self: start;
      }
    `,
  ];

  declare app: AppActions;
  /** The one that is open. */
  declare private check: CheckActions | undefined;
  readonly #contacts = new StoreReader(this, () => this.app.contacts);

  protected override render(): TemplateResult {
    const text = strings.home;
    return html`<main>
      <header>
        <h1 tabindex="-1">${text.heading}</h1>
        <p class="lead">${text.lead}</p>
        <div class="start">
          <button class="primary" type="button" @click=${() => this.app.startCall()}>
            <kith-icon name="video"></kith-icon>${text.start}
          </button>
          <button type="button" @click=${() => this.app.pairDevice()}>
            <kith-icon name="devices"></kith-icon>${text.pair}
          </button>
        </div>
        <kith-news .system=${this.app.system}></kith-news>
      </header>
      ${this.#paired(this.#contacts.value)}
      <kith-past-calls .app=${this.app}></kith-past-calls>
      <section aria-labelledby="join">
        <h2 id="join">${text.join}</h2>
        <form @submit=${this.#open}>
          <label for="invite">${text.invite}</label>
          <div class="open">
            <input
              id="invite"
              type="text"
              inputmode="url"
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
            />
            <button type="submit">${text.open}</button>
          </div>
        </form>
      </section>
      <section class="own" aria-label=${strings.ownDevice.heading}>
        <kith-own-device .app=${this.app} .self=${this.#contacts.value.self}></kith-own-device>
        <button type="button" @click=${this.#openCheck}>
          <kith-icon name="check-device"></kith-icon>${strings.home.check}
        </button>
      </section>
      <kith-install .system=${this.app.system}></kith-install>
      ${
        this.check === undefined
          ? nothing
          : html`<kith-device-check .check=${this.check} .closed=${this.#closeCheck}></kith-device-check>`
      }
    </main>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#closeCheck();
  }

  async #openCheck(): Promise<void> {
    await complete();
    const check = await this.app.checkDevice();
    if (this.isConnected && this.check === undefined) this.check = check;
    else check.close();
  }

  readonly #closeCheck = (): void => {
    this.check?.close();
    this.check = undefined;
  };

  #paired(state: ContactsState): TemplateResult {
    const text = strings.home;
    return html`<section aria-labelledby="paired">
      <h2 id="paired">${text.paired}</h2>
      <kith-contacts .app=${this.app} .state=${state}></kith-contacts>
      ${state.persistent || state.self === undefined ? nothing : html`<p class="note">${text.notPersistent}</p>`}
      ${
        state.contacts.length === 0
          ? nothing
          : html`<kith-ring-permission .system=${this.app.system}></kith-ring-permission>`
      }
    </section>`;
  }

  #open(event: SubmitEvent): void {
    event.preventDefault();
    const input = this.renderRoot.querySelector("input") as HTMLInputElement;
    const invite = input.value.trim();
    if (invite === "") input.focus();
    else this.app.openInvite(invite);
  }
}

customElements.define("kith-home", KithHome);

declare global {
  interface HTMLElementTagNameMap {
    "kith-home": KithHome;
  }
}
