import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Contact } from "../../app/contacts-state.ts";
import type { PastCall } from "../../app/past-call.ts";
import { fill } from "../../strings/fill.ts";
import type { PastCallActions } from "../actions.ts";
import "../parts/icon.ts";
import type { IconName } from "../parts/icon.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import { pastCallNames, pastCallText } from "./past-call-text.ts";
import { rowStyles } from "./row.ts";

/** So many are shown before one asks for more. */
const FEW = 4;

const icons: Readonly<Record<PastCall["kind"], IconName>> = {
  made: "call-made",
  unanswered: "call-made",
  taken: "call-taken",
  missed: "call-missed",
  joined: "people",
};

/** The calls that are over: who, when, how long; those with one paired device can be called again. Nothing when there are none. */
export class KithPastCalls extends LitElement {
  static override properties = { app: { attribute: false }, all: { state: true } };
  static override styles = [
    base,
    buttons,
    rowStyles,
    css`
      :host {
        display: grid;
        gap: calc(1.5 * var(--unit));
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--unit);
      }

      /* Its word ends where the list does. */
      .head > button {
        margin-inline-end: calc(-1 * var(--unit));
        padding-inline: var(--unit);
      }

      .row + .row {
        border-block-start: 1px solid var(--line);
      }

      .row > kith-icon {
        color: var(--text-muted);
      }

      .missed > kith-icon,
      .missed > .who > .fact {
        color: var(--on-danger-soft);
      }
    `,
  ];

  declare app: PastCallActions;
  declare private all?: boolean;
  readonly #calls = new StoreReader(this, () => this.app.pastCalls.state);
  readonly #contacts = new StoreReader(this, () => this.app.contacts);

  protected override render(): TemplateResult | typeof nothing {
    const calls = this.#calls.value;
    this.hidden = calls.length === 0;
    if (this.hidden) return nothing;
    const text = strings.pastCalls;
    const shown = this.all ? calls : calls.slice(0, FEW);
    return html`<div class="head">
        <h2 id="heading">${text.heading}</h2>
        <button class="plain" type="button" aria-label=${text.clear} @click=${() => this.app.pastCalls.clear()}>
          ${text.clearShort}
        </button>
      </div>
      <ul class="card" role="list" aria-labelledby="heading">
        ${repeat(
          shown,
          ({ id }) => id,
          (call) => this.#row(call),
        )}
      </ul>
      ${
        shown.length === calls.length
          ? nothing
          : html`<button type="button" @click=${this.#showAll}>${fill(text.all, { count: calls.length })}</button>`
      }`;
  }

  #row(call: PastCall): TemplateResult {
    const contact = this.#contacts.value.contacts.find(({ id }) => id === call.contactId);
    const names = pastCallNames(call, contact);
    return html`<li class="row ${call.kind === "missed" ? "missed" : ""}">
      <kith-icon name=${icons[call.kind]}></kith-icon>
      <div class="who">
        <bdi class="name">${names}</bdi>
        <span class="fact">${pastCallText(call, Date.now())}</span>
      </div>
      ${contact === undefined ? nothing : this.#again(contact, names)}
    </li>`;
  }

  #again({ id }: Contact, name: string): TemplateResult {
    const text = strings.pastCalls;
    return html`<button
      class="icon plain"
      type="button"
      aria-label=${fill(text.again, { name })}
      @click=${() => this.app.callContact(id, true)}
    >
      <kith-icon name="video"></kith-icon>
    </button>`;
  }

  /** The button goes: the focus stays with the list. */
  async #showAll(): Promise<void> {
    this.all = true;
    await this.updateComplete;
    const next = this.renderRoot.querySelectorAll<HTMLElement>(".row")[FEW];
    next?.setAttribute("tabindex", "-1");
    next?.focus();
  }
}

customElements.define("kith-past-calls", KithPastCalls);

declare global {
  interface HTMLElementTagNameMap {
    "kith-past-calls": KithPastCalls;
  }
}
