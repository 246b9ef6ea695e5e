import { css, html, nothing, type TemplateResult } from "lit";
import type { SourceState } from "../../app/call-state.ts";
import type { IconName } from "../parts/icon.ts";
import { initials } from "../parts/person-name.ts";
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
  return html`<div class="plate">
    <bdi class="name">${label}</bdi>
    ${
      microphone === "none" && camera === "none"
        ? mark("watching", strings.tile.watching)
        : html`${microphone === "on" ? nothing : mark("microphone-off", microphoneText[microphone])}
          ${camera === "on" ? nothing : mark("video-off", cameraText[camera])}`
    }
  </div>`;
}

const microphoneText = { off: strings.tile.muted, none: strings.tile.noMicrophone };
const cameraText = { off: strings.tile.cameraOff, none: strings.tile.noCamera };

function mark(icon: IconName, text: string): TemplateResult {
  return html`<kith-icon name=${icon}></kith-icon><span class="visually-hidden">${text}</span>`;
}

export const tileStyles = css`
  :host {
    display: block;
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

  .plate {
    position: absolute;
    inset-block-end: var(--unit);
    inset-inline-start: var(--unit);
    display: flex;
    align-items: center;
    gap: calc(0.75 * var(--unit));
    max-inline-size: calc(100% - 2 * var(--unit));
    padding: var(--half) calc(1.25 * var(--unit));
    border-radius: var(--radius);
    background: var(--plate);
    color: var(--on-plate);
    font-size: var(--text-small);
    line-height: 1.3;
  }

  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .tile::after {
    position: absolute;
    inset: 0;
    border: 3px solid transparent;
    border-radius: inherit;
    content: "";
    pointer-events: none;
    transition: border-color var(--motion);
  }

  .tile[data-speaking]::after {
    border-color: var(--accent);
  }

  /* Here transparent borders are drawn as well: only whoever speaks may have this one. */
  @media (forced-colors: active) {
    .tile::after {
      content: none;
    }

    .tile[data-speaking]::after {
      border-color: Highlight;
      content: "";
    }
  }
`;
