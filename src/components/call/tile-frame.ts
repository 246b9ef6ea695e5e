import { css, html, nothing, type TemplateResult } from "lit";
import type { Participant, SourceState } from "../../app/call-state.ts";
import type { LinkQuality } from "../../app/link-quality.ts";
import type { IconName } from "../parts/icon.ts";
import { initials } from "../parts/initials.ts";
import { strings } from "../strings.ts";
import "../parts/icon.ts";

/** Stands for a person without a picture; lies under the picture until there is one. */
export function avatar(name: string): TemplateResult {
  const letters = initials(name);
  return html`<div class="avatar" aria-hidden="true">
    <span>${letters === "" ? html`<kith-icon name="person"></kith-icon>` : letters}</span>
  </div>`;
}

/** The line at the foot of a tile: who it is, and what of them cannot be heard or seen. */
export function plate(label: string, microphone: SourceState, camera: SourceState): TemplateResult {
  return html`<div class="foot"><span class="plate">${plateText(label, microphone, camera)}</span></div>`;
}

interface BadgedPlate {
  readonly label: string;
  readonly participant: Participant;
  /** Undefined where there is nothing to say. */
  readonly quality: LinkQuality | undefined;
  readonly press: () => void;
}

/** The same of somebody else: it says as well how one knows who they are, and a press tells more. */
export function badgedPlate({ label, participant, quality, press }: BadgedPlate): TemplateResult {
  const { known, microphone, camera } = participant;
  return html`<button class="foot" type="button" aria-haspopup="dialog" @click=${press}>
    <span class="plate" data-known=${known}>
      ${mark(badgeIcon(known), strings.person.badge[known])} ${plateText(label, microphone, camera)}
      ${quality === undefined ? nothing : mark(quality === "poor" ? "signal-poor" : "signal-fair", strings.stage.quality[quality])}
    </span>
  </button>`;
}

export function badgeIcon(known: Participant["known"]): IconName {
  if (known === "lookalike") return "alert";
  return known === "paired" ? known : "lock";
}

function plateText(label: string, microphone: SourceState, camera: SourceState): TemplateResult {
  const { muted, noMicrophone, cameraOff, noCamera, watching } = strings.tile;
  return html`<bdi class="name">${label}</bdi>
    ${
      microphone === "none" && camera === "none"
        ? mark("watching", watching)
        : html`${microphone === "on" ? nothing : mark("microphone-off", microphone === "off" ? muted : noMicrophone)}
          ${camera === "on" ? nothing : mark("video-off", camera === "off" ? cameraOff : noCamera)}`
    }`;
}

function mark(icon: IconName, text: string): TemplateResult {
  return html`<kith-icon name=${icon}></kith-icon><span class="visually-hidden">${text}</span>`;
}

export const tileStyles = css`
  :host {
    block-size: 100%;
  }

  .tile {
    position: relative;
    inline-size: 100%;
    block-size: 100%;
    overflow: hidden;
    border: 1px solid transparent;
    border-radius: var(--radius-large);
    background: var(--tile);
    container-type: size;
  }

  .avatar {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
  }

  .avatar span {
    display: grid;
    place-items: center;
    inline-size: min(8rem, 45cqmin);
    aspect-ratio: 1;
    border-radius: 50%;
    background: var(--avatar);
    color: var(--text);
    font-size: min(3rem, 17cqmin);
    font-weight: 600;
  }

  /* As tall as a thumb; what is seen of it is the plate. */
  .foot {
    position: absolute;
    inset-block-end: 0;
    inset-inline-start: 0;
    display: flex;
    align-items: flex-end;
    max-inline-size: calc(100% - var(--foot-end, 0px));
    min-inline-size: var(--target);
    min-block-size: var(--target);
    padding: var(--unit);
    border: none;
    background: none;
    font: inherit;
  }

  button.foot {
    z-index: 1;
    cursor: pointer;
  }

  button.foot:focus-visible {
    outline: none;
  }

  button.foot:focus-visible > .plate {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px var(--on-accent);
  }

  .plate[data-known="lookalike"] {
    background: var(--warning-soft);
    color: var(--on-warning-soft);
  }

  .plate[data-known="paired"] > kith-icon:first-of-type {
    color: var(--verified);
  }

  .plate {
    display: flex;
    align-items: center;
    gap: calc(0.75 * var(--unit));
    min-inline-size: 0;
    padding: var(--half) calc(1.25 * var(--unit));
    border-radius: var(--radius);
    background: var(--plate);
    color: var(--on-plate);
    font-size: var(--text-small);
    line-height: 1.3;
  }

  /* Where there is room for little, how one knows somebody is told by their dialog alone, unless it is a warning. */
  @container (max-width: 9rem) or (max-height: 6.5rem) {
    .foot {
      padding: var(--half);
    }

    .plate {
      gap: var(--half);
      padding: 0 var(--unit);
      font-size: 0.75rem;
    }

    .plate[data-known="guest"] > kith-icon:first-of-type,
    .plate[data-known="inviter"] > kith-icon:first-of-type {
      display: none;
    }
  }

  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* Around the tile: above its picture it would have to be drawn once more for each. */
  .tile[data-speaking] {
    box-shadow: 0 0 0 3px var(--accent);
  }

  /* Here there are no shadows, and transparent borders are drawn as well. */
  @media (forced-colors: active) {
    .tile[data-speaking] {
      outline: 3px solid Highlight;
    }
  }
`;
