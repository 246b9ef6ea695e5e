import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { CallState } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import "../parts/device-buttons.ts";
import "../parts/menu-button.ts";
import type { KithMenuButton, MenuItem } from "../parts/menu-button.ts";
import { overflowStyles, placesOf } from "../parts/overflow.ts";
import { type RoundButton, roundButton, roundButtonStyles } from "../parts/round-button.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import { layoutItems } from "./layout-items.ts";
import type { PanelName } from "./panel.ts";
import "./settings.ts";
import type { KithCallSettings } from "./settings.ts";

/** What one can do in a call: a button of the bar where there is room for it, else a line of its menu. */
type BarEntry = Pick<RoundButton, "name" | "label" | "icon" | "keys"> &
  Partial<Pick<RoundButton, "tone" | "count" | "isOpen">> &
  Pick<MenuItem, "press">;

/** The bar of a call: microphone, camera, what else there is room for, a menu with the rest, leave. */
export class KithCallBar extends LitElement {
  static override properties = {
    call: { attribute: false },
    state: { attribute: false },
    panel: { attribute: false },
    togglePanel: { attribute: false },
  };
  static override styles = [
    base,
    roundButtonStyles,
    css`
      :host {
        justify-content: center;
        container-type: inline-size;
      }

      @media (min-width: 64rem) {
        :host {
          gap: var(--unit);
        }
      }
    `,
    ...overflowStyles,
  ];

  declare call: CallActions;
  declare state: CallState;
  /** The one that is open. */
  declare panel: PanelName | undefined;
  /** Opens this panel, or closes it. */
  declare togglePanel: (panel: PanelName) => void;
  readonly #chat = new StoreReader(this, () => this.call.chat.state);
  readonly #stage = new StoreReader(this, () => this.call.stage.state);

  /** What is a button where there is room for it, the most wanted first. */
  get #entries(): readonly BarEntry[] {
    return [...this.#screen, this.#chatEntry, this.#statisticsEntry];
  }

  get #chatEntry(): BarEntry {
    const { unread } = this.#chat.value;
    const text = strings.chat;
    return {
      name: unread > 0 ? text.unread(unread) : text.heading,
      label: text.heading,
      icon: "chat",
      count: unread,
      isOpen: this.panel === "chat",
      press: () => this.togglePanel("chat"),
    };
  }

  get #statisticsEntry(): BarEntry {
    const { heading } = strings.statistics;
    return {
      name: heading,
      label: heading,
      icon: "statistics",
      isOpen: this.panel === "statistics",
      press: () => this.togglePanel("statistics"),
    };
  }

  get #screen(): readonly BarEntry[] {
    const { screen, watchOnly } = this.state;
    const { share, shareShort, stop, stopShort } = strings.screen;
    if (watchOnly || screen.status === "unsupported") return [];
    return screen.status === "on"
      ? [
          {
            name: stop,
            label: stopShort,
            icon: "screen-off",
            tone: "on",
            press: () => this.call.stopSharing(),
          },
        ]
      : [{ name: share, label: shareShort, icon: "screen", press: () => this.call.shareScreen() }];
  }

  /** What is in the menu only. */
  get #items(): readonly MenuItem[] {
    const text = strings.call;
    return [
      ...layoutItems(this.call.stage, this.#stage.value),
      { name: text.settings, icon: "settings", press: () => this.#settings.open() },
    ];
  }

  protected override render(): TemplateResult {
    const text = strings.call;
    const { watchOnly, devices } = this.state;
    const always = watchOnly ? 2 : 4;
    const placed = this.#entries.map((entry, rank) => ({ entry, places: placesOf(always + rank + 1) }));
    const items = placed.map(({ entry, places }) => ({ ...entry, place: places.inMenu }));
    return html`
      ${
        watchOnly
          ? nothing
          : html`<kith-device-buttons .actions=${this.call} .devices=${devices}></kith-device-buttons>`
      }
      ${placed.map(({ entry, places }) => roundButton({ tone: "plain", ...entry, place: places.inBar }))}
      <kith-menu-button label=${strings.bar.more} icon="more" .items=${[...items, ...this.#items]}></kith-menu-button>
      <kith-call-settings .call=${this.call} .state=${this.state} .closed=${this.#focusMenu}></kith-call-settings>
      ${roundButton({
        name: text.leave,
        label: text.leaveShort,
        icon: "leave",
        tone: "danger",
        press: () => this.call.leave(),
      })}
    `;
  }

  get #settings(): KithCallSettings {
    return this.renderRoot.querySelector("kith-call-settings") as KithCallSettings;
  }

  readonly #focusMenu = (): void => {
    this.renderRoot.querySelector<KithMenuButton>("kith-menu-button")?.focus();
  };
}

customElements.define("kith-call-bar", KithCallBar);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-bar": KithCallBar;
  }
}
