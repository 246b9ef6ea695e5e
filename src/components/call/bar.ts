import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { CallState } from "../../app/call-state.ts";
import { counted } from "../../strings/counted.ts";
import type { CallActions } from "../actions.ts";
import "../parts/device-buttons.ts";
import "../parts/menu-button.ts";
import type { KithMenuButton, MenuItem } from "../parts/menu-button.ts";
import { overflowStyles, placesOf } from "../parts/overflow.ts";
import { type RoundButton, roundButton, roundButtonStyles } from "../parts/round-button.ts";
import { StoreReader } from "../store-reader.ts";
import { locale, strings } from "../strings.ts";
import { base } from "../styles.ts";
import { layoutItems, sharingItems } from "./layout-items.ts";
import type { PanelName } from "./panel.ts";
import { PictureInPicture, pictureInPictureItems } from "./picture-in-picture.ts";
import "./settings.ts";
import type { Shortcut } from "./shortcut-keys.ts";
import "./shortcut-help.ts";
import type { KithCallSettings } from "./settings.ts";
import { Shortcuts } from "./shortcuts.ts";

/** What one can do in a call: a button of the bar where there is room for it, else a line of its menu. */
type BarEntry = Pick<RoundButton, "name" | "label" | "icon" | "keys"> &
  Partial<Pick<RoundButton, "tone" | "count" | "isOpen">> &
  Pick<MenuItem, "press">;

const deviceKeys = { microphone: "m", camera: "v" } as const;

/** The bar of a call: microphone, camera, what else there is room for, a menu with the rest, leave. */
export class KithCallBar extends LitElement {
  static override properties = {
    call: { attribute: false },
    state: { attribute: false },
    panel: { attribute: false },
    togglePanel: { attribute: false },
    isHelpOpen: { state: true },
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
          --round-gap: var(--unit);
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
  readonly #pictureInPicture = new PictureInPicture(this, () => ({ call: this.call, state: this.state }));
  declare private isHelpOpen: boolean;
  readonly #preferences = new StoreReader(this, () => this.call.preferences);

  constructor() {
    super();
    this.isHelpOpen = false;
    new Shortcuts(this, {
      find: () => (this.#preferences.value.shortcuts ? this.#shortcuts : []),
      talk: (isHeld) => this.#talk(isHeld),
    });
  }

  /** What is a button where there is room for it, the most wanted first. */
  get #entries(): readonly BarEntry[] {
    return [...this.#screen, this.#chatEntry, this.#statisticsEntry];
  }

  get #chatEntry(): BarEntry {
    const { unread } = this.#chat.value;
    const text = strings.chat;
    return {
      name: unread > 0 ? counted(text.unread, unread, locale) : text.heading,
      label: text.heading,
      icon: "chat",
      keys: "c",
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
      keys: "i",
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
            keys: "s",
            press: () => this.call.stopSharing(),
          },
        ]
      : [{ name: share, label: shareShort, icon: "screen", keys: "s", press: () => this.call.shareScreen() }];
  }

  /** What is in the menu only. */
  get #items(): readonly MenuItem[] {
    const { dataUse } = this.#preferences.value;
    const isSaving = dataUse === "saver";
    return [
      ...layoutItems(this.call.stage, this.#stage.value),
      ...sharingItems(this.call, this.state.participants),
      ...pictureInPictureItems(this.#pictureInPicture),
      {
        name: strings.dataUse.choice.saver,
        icon: "saver",
        checked: isSaving,
        press: () => this.call.prefer({ dataUse: isSaving ? "full" : "saver" }),
      },
      { name: strings.handoff.heading, icon: "devices", press: () => this.call.offerHandoff() },
      { name: strings.call.settings, icon: "settings", press: () => this.#settings.open() },
      { name: strings.shortcuts.item, icon: "keyboard", keys: "?", press: () => this.#showHelp(true) },
    ];
  }

  /** Everything that has a key. */
  get #shortcuts(): readonly Shortcut[] {
    const { watchOnly } = this.state;
    const { microphone, camera } = strings.shortcuts;
    const own = [
      { keys: deviceKeys.microphone, name: microphone, press: () => this.call.toggleMicrophone() },
      { keys: deviceKeys.camera, name: camera, press: () => this.call.toggleCamera() },
    ];
    const others = [...this.#entries, ...this.#items].filter(hasKeys);
    return watchOnly ? others : [...own, ...others];
  }

  protected override render(): TemplateResult {
    const text = strings.call;
    const { watchOnly, devices } = this.state;
    const always = watchOnly ? 2 : 4;
    const entries = this.#told(this.#entries);
    const placed = entries.map((entry, rank) => ({ entry, places: placesOf(always + rank + 1) }));
    const items = placed.map(({ entry, places }) => ({ ...entry, place: places.inMenu }));
    return html`
      ${
        watchOnly
          ? nothing
          : html`<kith-device-buttons
              .actions=${this.call}
              .devices=${devices}
              .keys=${this.#preferences.value.shortcuts ? deviceKeys : undefined}
            ></kith-device-buttons>`
      }
      ${placed.map(({ entry, places }) => roundButton({ tone: "plain", ...entry, place: places.inBar }))}
      <kith-menu-button label=${strings.bar.more} icon="more" .items=${this.#told([...items, ...this.#items])}></kith-menu-button>
      <kith-call-settings .call=${this.call} .state=${this.state} .closed=${this.#focusMenu}></kith-call-settings>
      ${roundButton({
        name: text.leave,
        label: text.leaveShort,
        icon: "leave",
        tone: "danger",
        press: () => this.call.leave(),
      })}
      ${
        this.isHelpOpen
          ? html`<kith-shortcut-help
              .call=${this.call}
              .shortcuts=${this.#shortcuts}
              .closed=${() => this.#showHelp(false)}
            ></kith-shortcut-help>`
          : nothing
      }
    `;
  }

  /** Keys that do nothing at present are not told of. */
  #told<T extends { readonly keys?: string | undefined }>(entries: readonly T[]): readonly T[] {
    if (this.#preferences.value.shortcuts) return entries;
    return entries.map((entry) => ({ ...entry, keys: undefined }));
  }

  #showHelp(isOpen: boolean): void {
    this.isHelpOpen = isOpen;
  }

  /** True while there is a microphone that talks for as long as something is held. */
  #talk(isHeld: boolean): boolean {
    const { devices, watchOnly } = this.state;
    const canTalk = !watchOnly && this.#preferences.value.pushToTalk && devices.microphone === "off";
    if (isHeld && !canTalk) return false;
    this.call.talk(isHeld);
    return true;
  }

  get #settings(): KithCallSettings {
    return this.renderRoot.querySelector("kith-call-settings") as KithCallSettings;
  }

  readonly #focusMenu = (): void => {
    this.renderRoot.querySelector<KithMenuButton>("kith-menu-button")?.focus();
  };
}

function hasKeys(entry: BarEntry | MenuItem): entry is Shortcut & MenuItem {
  return entry.keys !== undefined;
}

customElements.define("kith-call-bar", KithCallBar);

declare global {
  interface HTMLElementTagNameMap {
    "kith-call-bar": KithCallBar;
  }
}
