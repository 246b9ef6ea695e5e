import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { Participant } from "../../app/call-state.ts";
import { linkQuality } from "../../app/link-quality.ts";
import type { CallActions } from "../actions.ts";
import { displayName } from "../parts/person-name.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base } from "../styles.ts";
import "../parts/icon.ts";
import "../parts/picture.ts";
import "./person.ts";
import { avatar, badgedPlate, tileStyles } from "./tile-frame.ts";

/** Somebody else in the call: their picture, their name, how one knows them, and what of them is missing. */
export class KithTile extends LitElement {
  static override properties = {
    call: { attribute: false },
    participant: { attribute: false },
    open: { state: true },
  };
  static override styles = [
    base,
    tileStyles,
    css`
      .away {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        padding: var(--unit);
        background: rgb(0 0 0 / 45%);
        text-align: center;
        /* A connection that changes is back before this is seen. */
        transition: opacity 200ms 400ms;

        @starting-style {
          opacity: 0;
        }
      }

      .away > span {
        display: inline-flex;
        align-items: center;
        gap: var(--unit);
        padding: var(--unit) calc(1.5 * var(--unit));
        border-radius: var(--radius);
        background: var(--plate);
        color: var(--on-plate);
        font-size: var(--text-small);
      }
    `,
  ];

  declare call: CallActions;
  declare participant: Participant;
  declare private open?: boolean;
  readonly #statistics = new StoreReader(this, () => this.call.statistics);

  protected override render(): TemplateResult {
    const { name, camera, microphone, picture, presence, speaking } = this.participant;
    const label = displayName(name);
    return html`<div
      class="tile"
      role="group"
      aria-label=${label}
      data-presence=${presence}
      ?data-speaking=${speaking && microphone === "on" && presence === "here"}
    >
      ${avatar(name)} ${camera === "on" ? html`<kith-picture .picture=${picture}></kith-picture>` : nothing}
      ${
        presence === "away"
          ? html`<p class="away">
              <span><kith-icon name="offline"></kith-icon>${strings.tile.away}</span>
            </p>`
          : nothing
      }
        ${badgedPlate({
          label,
          participant: this.participant,
          quality: linkQuality(this.#statistics.value.findings.peers.get(this.participant.id)),
          press: () => this.#show(),
        })}
      </div>
      ${
        this.open
          ? html`<kith-person
              .call=${this.call}
              .participant=${this.participant}
              .closed=${this.#close}
            ></kith-person>`
          : nothing
      }`;
  }

  #show(): void {
    this.open = true;
  }

  readonly #close = (): void => {
    this.open = false;
  };
}

customElements.define("kith-tile", KithTile);

declare global {
  interface HTMLElementTagNameMap {
    "kith-tile": KithTile;
  }
}
