import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import {
  isGranted,
  type OfferedPermission,
  offeredPermissions,
  type Permissions,
} from "../../app/permissions.ts";
import { fill } from "../../strings/fill.ts";
import { strings } from "../strings.ts";
import { base, fields } from "../styles.ts";
import { labelledSwitch, switchStyles } from "./switch.ts";
import { whenText } from "./time.ts";

const HOUR = 60 * 60_000;
const lengths = { always: undefined, hour: HOUR, day: 24 * HOUR } as const;
type Length = keyof typeof lengths;

/** What a device may do here: a switch each, and for what is granted, for how long. */
export class KithPermissions extends LitElement {
  static override properties = {
    heading: {},
    permissions: { attribute: false },
    change: { attribute: false },
    disabled: { type: Boolean },
  };
  static override styles = [
    base,
    fields,
    switchStyles,
    css`
      fieldset {
        display: grid;
        margin: 0;
        padding: 0;
        border: none;
      }

      legend {
        margin-block-end: var(--half);
        padding: 0;
        font-size: var(--text-small);
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .permission {
        display: grid;
        grid-template-columns: 1fr;
        padding-block: var(--half);
        border-block-end: 1px solid var(--line);
      }

      .permission:last-child {
        border: none;
      }

      select {
        margin-block-end: var(--unit);
        font-size: var(--text-small);
      }
    `,
  ];

  declare heading: string;
  declare permissions: Permissions;
  /** Called with all of them, one changed. */
  declare change: (permissions: Permissions) => void;
  declare disabled: boolean;

  protected override render(): TemplateResult {
    const now = Date.now();
    return html`<fieldset>
      <legend>${this.heading}</legend>
      ${offeredPermissions.map((name) => this.#permission(name, isGranted(this.permissions, name, now)))}
    </fieldset>`;
  }

  #permission(name: OfferedPermission, granted: boolean): TemplateResult {
    return html`<div class="permission">
      ${labelledSwitch({
        id: name,
        label: strings.permissions.label[name],
        on: granted,
        disabled: this.disabled,
        flip: (on) => this.#set(name, { granted: on }),
      })}
      ${granted ? this.#length(name, this.permissions[name].until) : nothing}
    </div>`;
  }

  #length(name: OfferedPermission, until: number | undefined): TemplateResult {
    const text = strings.permissions;
    const choices = Object.keys(lengths) as Length[];
    return html`<select
      aria-label=${fill(text.howLong, { permission: text.label[name] })}
      ?disabled=${this.disabled}
      @change=${(event: Event) => this.#choose(name, (event.currentTarget as HTMLSelectElement).value)}
    >
      ${until === undefined ? nothing : html`<option value="until" .selected=${live(true)}>${fill(text.until, { time: whenText(until) })}</option>`}
      ${choices.map(
        (
          choice,
        ) => html`<option value=${choice} .selected=${live(until === undefined && choice === "always")}>
          ${text[choice]}
        </option>`,
      )}
    </select>`;
  }

  #choose(name: OfferedPermission, choice: string): void {
    if (!(choice in lengths)) return;
    const length = lengths[choice as Length];
    this.#set(name, { granted: true, ...(length === undefined ? {} : { until: Date.now() + length }) });
  }

  #set(name: OfferedPermission, grant: Permissions[OfferedPermission]): void {
    this.change({ ...this.permissions, [name]: grant });
  }
}

customElements.define("kith-permissions", KithPermissions);

declare global {
  interface HTMLElementTagNameMap {
    "kith-permissions": KithPermissions;
  }
}
