import { css, html, type TemplateResult } from "lit";
import type { CallActions } from "../actions.ts";
import { KithDialog } from "../parts/dialog.ts";
import { labelledSwitch, switchStyles } from "../parts/switch.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import type { Shortcut } from "./shortcut-keys.ts";

/** Which keys do what in a call, in a dialog, and the switch that turns them off. */
export class KithShortcutHelp extends KithDialog {
  static override properties = {
    call: { attribute: false },
    shortcuts: { attribute: false },
  };
  static override styles = [
    KithDialog.styles,
    switchStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        align-items: center;
        gap: var(--unit) calc(2 * var(--unit));
        margin: 0;
      }

      dl > div {
        display: contents;
      }

      dd {
        margin: 0;
      }

      kbd {
        display: inline-block;
        min-inline-size: 2rem;
        padding: var(--half) var(--unit);
        border: 1px solid var(--control-line);
        border-radius: calc(var(--radius) / 2);
        background: var(--control);
        font: inherit;
        font-weight: 600;
        text-align: center;
        text-transform: uppercase;
      }

      .off {
        color: var(--text-muted);
      }
    `,
  ];

  declare call: CallActions;
  /** All that there are, also while they are turned off. */
  declare shortcuts: readonly Shortcut[];
  readonly #preferences = new StoreReader(this, () => this.call.preferences);

  protected override get heading(): string {
    return strings.shortcuts.heading;
  }

  protected override get content(): TemplateResult {
    const { shortcuts: areOn, pushToTalk } = this.#preferences.value;
    const text = strings.shortcuts;
    return html`
        ${labelledSwitch({
          id: "use",
          label: text.use,
          on: areOn,
          flip: (shortcuts) => this.call.prefer({ shortcuts }),
        })}
        <dl>
          ${this.shortcuts.map(({ keys, name }) => line(keys, name, areOn))}
          ${line(strings.talk.key, strings.talk.help, pushToTalk)}
        </dl>
      `;
  }
}

function line(key: string, meaning: string, isOn: boolean): TemplateResult {
  return html`<div class=${isOn ? "" : "off"}>
    <dt><kbd>${key}</kbd></dt>
    <dd>${meaning}</dd>
  </div>`;
}

customElements.define("kith-shortcut-help", KithShortcutHelp);

declare global {
  interface HTMLElementTagNameMap {
    "kith-shortcut-help": KithShortcutHelp;
  }
}
