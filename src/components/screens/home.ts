import { css, html, LitElement, type TemplateResult } from "lit";
import type { AppActions } from "../actions.ts";
import { strings } from "../strings.ts";
import { base, buttons, fields } from "../styles.ts";
import "../parts/icon.ts";
import { pageStyles } from "./screen.ts";

/** Where everything starts: a call, an invite to open, the devices one knows. */
export class KithHome extends LitElement {
  static override properties = { app: { attribute: false } };
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
        justify-self: start;
        min-block-size: 3.5rem;
        margin-block-start: var(--unit);
        padding-inline: calc(4 * var(--unit));
        font-size: 1.125rem;
      }

      .open {
        display: flex;
        gap: var(--unit);
      }

      ul {
        padding: calc(2 * var(--unit));
        border: 1px dashed var(--control-line);
        border-radius: var(--radius);
        color: var(--text-muted);
        list-style: none;
      }
    `,
  ];

  declare app: AppActions;

  protected override render(): TemplateResult {
    const text = strings.home;
    return html`<main>
      <header>
        <h1 tabindex="-1">${text.heading}</h1>
        <p class="lead">${text.lead}</p>
        <button class="primary start" type="button" @click=${() => this.app.startCall()}>
          <kith-icon name="video"></kith-icon>${text.start}
        </button>
      </header>
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
      <section aria-labelledby="paired">
        <h2 id="paired">${text.paired}</h2>
        <ul role="list" aria-labelledby="paired">
          <li>${text.nonePaired}</li>
        </ul>
      </section>
    </main>`;
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
