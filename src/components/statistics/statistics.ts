import { css, html, LitElement, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CallState, Participant } from "../../app/call-state.ts";
import type { Findings } from "../../app/diagnosis.ts";
import type { CallActions } from "../actions.ts";
import "../parts/icon.ts";
import { displayName } from "../parts/person-name.ts";
import { saveFile } from "../parts/save-file.ts";
import { StoreReader } from "../store-reader.ts";
import { strings } from "../strings.ts";
import { base, buttons } from "../styles.ts";
import "./fare.ts";
import { figuresOf } from "./figures.ts";
import { ownPlots, peerPlots } from "./plots.ts";
import { ownPicture, ownVerdict, peerPicture, peerVerdict } from "./verdicts.ts";

/** How the call fares, for a panel: oneself, everybody else, and a file for somebody who helps. */
export class KithStatistics extends LitElement {
  static override properties = { call: { attribute: false }, state: { attribute: false } };
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: var(--unit);
        block-size: 100%;
        padding: calc(1.5 * var(--unit));
        overflow: auto;
      }

      .file {
        display: grid;
        justify-items: start;
        gap: var(--unit);
        margin-block: var(--unit);
      }
    `,
  ];

  declare call: CallActions;
  declare state: CallState;
  readonly #statistics = new StoreReader(this, () => this.call.statistics);
  #before: Findings | undefined;
  #news: readonly string[] = [];
  /** Whose plots are open to begin with: of several people's, nobody's. */
  #openPeer: string | undefined;

  protected override willUpdate(): void {
    const [first, second] = this.state.participants;
    if (!this.hasUpdated && second === undefined) this.#openPeer = first?.id;
    const { findings } = this.#statistics.value;
    // What stands there when it opens is read like the rest.
    const news = this.#before === undefined ? [] : this.#changes(this.#before, findings);
    if (news.length > 0) this.#news = news;
    this.#before = findings;
  }

  protected override render(): TemplateResult {
    const text = strings.statistics;
    const { participants } = this.state;
    return html`
      ${this.#own()}
      ${repeat(
        participants,
        ({ id }) => id,
        (participant) => this.#peer(participant),
      )}
      <div class="file">
        <button type="button" @click=${this.#save}><kith-icon name="save"></kith-icon>${text.save}</button>
        <p class="note">${text.saveMeaning}</p>
      </div>
      <p class="visually-hidden" aria-live="polite">${this.#news.join(" ")}</p>
    `;
  }

  #own(): TemplateResult {
    const { samples } = this.#statistics.value;
    const last = samples.at(-1);
    return html`<kith-fare
      .heading=${strings.statistics.you}
      .verdict=${ownVerdict(this.state, this.#statistics.value)}
      .picture=${last === undefined ? "" : ownPicture(last)}
      .figures=${() =>
        figuresOf(
          ownPlots,
          samples.map((sample) => ({ at: sample.at, of: sample })),
        )}
      .isOpen=${true}
    ></kith-fare>`;
  }

  #peer(participant: Participant): TemplateResult {
    const { id, name } = participant;
    const { samples } = this.#statistics.value;
    const moments = () => samples.map(({ at, peers }) => ({ at, of: peers.find((peer) => peer.id === id) }));
    const last = samples.at(-1)?.peers.find((peer) => peer.id === id);
    return html`<kith-fare
      .heading=${displayName(name)}
      .verdict=${peerVerdict(participant, this.#statistics.value)}
      .picture=${last === undefined ? "" : peerPicture(last, name)}
      .figures=${() => figuresOf(peerPlots, moments())}
      .isOpen=${id === this.#openPeer}
    ></kith-fare>`;
  }

  /** For those who do not see the sentences. Who comes, goes or loses the connection is said elsewhere in the call. */
  #changes(before: Findings, after: Findings): readonly string[] {
    const statistics = this.#statistics.value;
    const own =
      before.own?.kind === after.own?.kind
        ? []
        : [`${strings.statistics.you}: ${ownVerdict(this.state, statistics).what}`];
    const others = this.state.participants
      .filter(({ id }) => before.peers.get(id)?.kind !== after.peers.get(id)?.kind)
      .map((who) => `${displayName(who.name)}: ${peerVerdict(who, statistics).what}`);
    return [...own, ...others];
  }

  #save(): void {
    saveFile("kith-diagnostics.json", new Blob([this.call.diagnostics()], { type: "application/json" }));
  }
}

customElements.define("kith-statistics", KithStatistics);

declare global {
  interface HTMLElementTagNameMap {
    "kith-statistics": KithStatistics;
  }
}
