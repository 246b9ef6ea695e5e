import { css, html, type TemplateResult } from "lit";
import type { InviteTerms } from "../../app/call-state.ts";
import { KithDialog } from "../parts/dialog.ts";
import { strings } from "../strings.ts";
import { fields } from "../styles.ts";
import { choiceOf, expiries, type InviteChoice, termsOf, useCounts } from "./invite-terms.ts";

/** What a new link allows, in a dialog. Making it revokes the old one. */
export class KithInviteOptions extends KithDialog {
  static override properties = {
    terms: { attribute: false },
    renew: { attribute: false },
    choice: { state: true },
  };
  static override styles = [
    KithDialog.styles,
    fields,
    css`
      form {
        display: grid;
        gap: calc(2 * var(--unit));
      }
    `,
  ];

  /** Of the link that there is. */
  declare terms: InviteTerms;
  declare renew: (terms: InviteTerms) => void;
  declare private choice: InviteChoice;

  protected override willUpdate(): void {
    this.choice ??= choiceOf(this.terms, Date.now());
  }

  protected override get heading(): string {
    return strings.invite.options;
  }

  protected override get content(): TemplateResult {
    const text = strings.invite;
    const { expiry, uses, guestsTalk } = this.choice;
    return html`
      <form @submit=${this.#submit}>
        ${select(
          "expiry",
          text.expiry,
          expiries,
          expiry,
          (choice) => text.expiryChoice[choice],
          (choice) => this.#choose({ expiry: choice }),
        )}
        ${select(
          "uses",
          text.uses,
          useCounts,
          uses,
          (count) => (count === 0 ? text.anyUses : `${count}`),
          (choice) => this.#choose({ uses: choice }),
        )}
        ${select(
          "guests",
          text.guests,
          [true, false],
          guestsTalk,
          (talk) => (talk ? text.guestsTalk : text.guestsWatch),
          (talk) => this.#choose({ guestsTalk: talk }),
        )}
        <p class="note">${text.optionsLead}</p>
        <button class="primary" type="submit">${text.renew}</button>
      </form>
    `;
  }

  #choose(change: Partial<InviteChoice>): void {
    this.choice = { ...this.choice, ...change };
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.renew(termsOf(this.choice, Date.now()));
    this.close();
  }
}

function select<T>(
  id: string,
  label: string,
  choices: readonly T[],
  chosen: T,
  words: (choice: T) => string,
  choose: (choice: T) => void,
): TemplateResult {
  const take = (event: Event) => {
    const choice = choices[(event.currentTarget as HTMLSelectElement).selectedIndex];
    if (choice !== undefined) choose(choice);
  };
  return html`<div>
    <label for=${id}>${label}</label>
    <select id=${id} @change=${take}>
      ${choices.map((choice) => html`<option .selected=${choice === chosen}>${words(choice)}</option>`)}
    </select>
  </div>`;
}

customElements.define("kith-invite-options", KithInviteOptions);

declare global {
  interface HTMLElementTagNameMap {
    "kith-invite-options": KithInviteOptions;
  }
}
