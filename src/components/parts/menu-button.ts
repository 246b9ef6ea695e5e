import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "../styles.ts";
import "./icon.ts";
import type { IconName } from "./icon.ts";
import { itemForKey } from "./menu-keys.ts";
import { overflowStyles } from "./overflow.ts";
import { roundButton, roundButtonStyles } from "./round-button.ts";

/** A line of a menu. */
export interface MenuItem {
  readonly name: string;
  readonly icon: IconName;
  /** For a line that is on or off. */
  readonly checked?: boolean;
  /** Of several lines, just one of which is on. */
  readonly isChoice?: boolean;
  /** In the words of `aria-keyshortcuts`. */
  readonly keys?: string | undefined;
  /** A class of `overflowStyles`, for a line that is not always there. */
  readonly place?: string;
  readonly press: () => void;
}

/** A round button that opens a menu: arrows, Home, End and first letters move in it, Escape closes it. */
export class KithMenuButton extends LitElement {
  static override properties = { label: {}, icon: {}, items: { attribute: false }, isOpen: { state: true } };
  static override styles = [
    base,
    roundButtonStyles,
    css`
      .menu {
        position: fixed;
        inset: auto 50% calc(7rem + env(safe-area-inset-bottom)) auto;
        inline-size: max-content;
        min-inline-size: 14rem;
        max-inline-size: calc(100vw - 4 * var(--unit));
        max-block-size: calc(100dvh - 9rem);
        margin: 0;
        padding: var(--unit);
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-large);
        background: var(--raised);
        box-shadow: var(--shadow);
        color: var(--text);
        translate: 50%;
      }

      @supports (position-area: block-start) {
        .round {
          anchor-name: --opener;
        }

        .menu {
          position-anchor: --opener;
          position-area: block-start;
          inset: auto;
          max-block-size: calc(100% - 2 * var(--unit));
          margin: var(--unit);
          translate: none;
        }
      }

      .item {
        position: relative;
        display: flex;
        align-items: center;
        gap: calc(1.5 * var(--unit));
        inline-size: 100%;
        min-block-size: var(--target);
        padding: var(--unit) calc(1.5 * var(--unit));
        border: none;
        border-radius: var(--radius);
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
      }

      /* What is chosen from is apart from what is done. */
      [role="menuitemradio"] + :not([role="menuitemradio"]) {
        margin-block-start: calc(2 * var(--unit) + 1px);
      }

      [role="menuitemradio"] + :not([role="menuitemradio"])::before {
        position: absolute;
        inset: calc(-1 * var(--unit) - 1px) 0 auto;
        border-block-start: 1px solid var(--line);
        content: "";
      }

      .item > span {
        flex: 1;
      }

      .item:hover,
      .item:focus-visible {
        background: var(--control);
      }

      .item:focus-visible {
        outline-offset: -3px;
      }
    `,
    ...overflowStyles,
  ];

  declare label: string;
  declare icon: IconName;
  declare items: readonly MenuItem[];
  declare private isOpen: boolean;

  constructor() {
    super();
    this.isOpen = false;
  }

  protected override render(): TemplateResult {
    return html`${roundButton({
      name: this.label,
      label: this.label,
      icon: this.icon,
      tone: "plain",
      opens: { id: "menu", isOpen: this.isOpen },
    })}
      <div
        class="menu"
        id="menu"
        popover
        role="menu"
        aria-label=${this.label}
        @beforetoggle=${this.#handBack}
        @toggle=${this.#enter}
        @keydown=${this.#move}
      >
        ${this.items.map((item) => this.#item(item))}
      </div>`;
  }

  /** Puts the focus on the button. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".round")?.focus();
  }

  #item({ name, icon, checked, isChoice = false, keys, place = "", press }: MenuItem): TemplateResult {
    const chosen = () => {
      this.#menu.hidePopover();
      press();
    };
    return html`<button
      class="item ${place}"
      type="button"
      role=${checked === undefined ? "menuitem" : isChoice ? "menuitemradio" : "menuitemcheckbox"}
      aria-checked=${checked ?? nothing}
      aria-keyshortcuts=${keys ?? nothing}
      tabindex="-1"
      @click=${chosen}
    >
      <kith-icon name=${icon}></kith-icon><span>${name}</span>
      ${checked ? html`<kith-icon name="check"></kith-icon>` : nothing}
    </button>`;
  }

  get #menu(): HTMLElement {
    return this.renderRoot.querySelector("#menu") as HTMLElement;
  }

  get #shown(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".item")].filter((item) =>
      item.checkVisibility(),
    );
  }

  /** The button has the focus again before anything is done that may want to put it elsewhere. */
  #handBack({ newState }: ToggleEvent): void {
    const within = this.#menu.contains(this.shadowRoot?.activeElement ?? null);
    if (newState === "closed" && within) this.focus();
  }

  #enter({ newState }: ToggleEvent): void {
    this.isOpen = newState === "open";
    if (this.isOpen) this.#shown[0]?.focus();
  }

  #move(event: KeyboardEvent): void {
    if (event.key === "Tab") this.#menu.hidePopover();
    const items = this.#shown;
    const names = items.map(({ textContent }) => textContent ?? "");
    const current = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const next = itemForKey(event, names, current);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }
}

customElements.define("kith-menu-button", KithMenuButton);

declare global {
  interface HTMLElementTagNameMap {
    "kith-menu-button": KithMenuButton;
  }
}
