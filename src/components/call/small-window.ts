import { css, html, nothing, render, type TemplateResult } from "lit";
import type { CallState, Participant } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import { deviceSwitch } from "../parts/device-buttons.ts";
import { iconMarkup } from "../parts/icon.ts";
import { initials } from "../parts/initials.ts";
import { displayName } from "../parts/person-name.ts";
import { shownIn } from "../parts/picture.ts";
import type { RoundButton } from "../parts/round-button.ts";
import { silentVideo } from "../parts/silent-video.ts";
import { strings } from "../strings.ts";

/** A window of the page that stays over others. No library describes it yet. */
interface SmallWindows {
  requestWindow(size: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

/** In CSS pixels, until somebody makes it larger. */
const SIZE = { width: 360, height: 270 };

interface Content {
  readonly call: CallActions;
  readonly state: CallState;
  readonly person: Participant;
}

/**
 * One person's picture and the buttons of a call, in a window over other programs. The window is a document of its own, which takes no
 * style sheets of this one's: so there are no elements of ours in it, but one template.
 */
export class SmallWindow {
  readonly #window: Window & typeof globalThis;
  readonly #video: HTMLVideoElement;

  /** `closed` is called when the window is gone, whoever closed it. */
  static async open(closed: () => void): Promise<SmallWindow> {
    const { documentPictureInPicture } = globalThis as unknown as { documentPictureInPicture: SmallWindows };
    const opened = await documentPictureInPicture.requestWindow(SIZE);
    opened.addEventListener("pagehide", closed, { once: true });
    return new SmallWindow(opened);
  }

  private constructor(opened: Window & typeof globalThis) {
    this.#window = opened;
    const { document: inside } = opened;
    inside.documentElement.lang = document.documentElement.lang;
    inside.documentElement.dir = document.documentElement.dir;
    for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")) {
      const copy = inside.createElement("link");
      copy.rel = "stylesheet";
      copy.href = link.href;
      inside.head.append(copy);
    }
    const sheet = new opened.CSSStyleSheet();
    sheet.replaceSync(styles.cssText);
    inside.adoptedStyleSheets = [sheet];
    this.#video = silentVideo(inside);
  }

  show({ call, state, person }: Content): void {
    const inside = this.#window.document;
    const name = displayName(person.name);
    inside.title = name;
    const isSeen = person.camera === "on" && person.presence === "here";
    const stream = isSeen ? streamOf(person) : null;
    if (this.#video.srcObject !== stream) this.#video.srcObject = stream;
    render(
      html`<main>
        ${stream === null ? html`<p class="avatar" aria-hidden="true">${initials(person.name)}</p>` : this.#video}
        <p class="name"><bdi>${name}</bdi></p>
        <div class="actions">${state.watchOnly ? nothing : devices(call, state)}
          ${button({ icon: "leave", name: strings.call.leave, tone: "danger", press: () => call.leave() })}
        </div>
      </main>`,
      inside.body,
    );
  }

  close(): void {
    this.#window.close();
  }
}

function devices(call: CallActions, { devices: { microphone, camera } }: CallState): TemplateResult {
  return html`${button({ ...deviceSwitch("microphone", microphone), press: () => call.toggleMicrophone() })}
  ${button({ ...deviceSwitch("camera", camera), press: () => call.toggleCamera() })}`;
}

function button({ icon, name, tone, press }: Omit<RoundButton, "label">): TemplateResult {
  return html`<button class=${tone} type="button" aria-label=${name} title=${name} @click=${press}>
    ${iconMarkup(icon)}
  </button>`;
}

/** The same stream that the page plays: nobody has to send or decode it twice. */
function streamOf({ picture }: Participant): MediaProvider | null {
  const surface = shownIn(picture);
  return surface instanceof HTMLVideoElement ? surface.srcObject : null;
}

const styles = css`
  * {
    box-sizing: border-box;
    margin: 0;
  }

  main {
    position: fixed;
    inset: 0;
    overflow: hidden;
    background: var(--letterbox);
    color: var(--on-plate);
  }

  video,
  .avatar {
    display: grid;
    place-items: center;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    font-size: 3rem;
    font-weight: 600;
  }

  .name {
    position: absolute;
    inset-block-start: var(--unit);
    inset-inline-start: var(--unit);
    max-inline-size: calc(100% - 2 * var(--unit));
    overflow: hidden;
    padding: var(--half) calc(1.25 * var(--unit));
    border-radius: var(--radius);
    background: var(--plate);
    color: var(--on-plate);
    font-size: var(--text-small);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .actions {
    position: absolute;
    inset-block-end: var(--unit);
    inset-inline: var(--unit);
    display: flex;
    justify-content: center;
    gap: var(--unit);
  }

  button {
    display: grid;
    place-items: center;
    inline-size: var(--target);
    block-size: var(--target);
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--control);
    color: var(--text);
    cursor: pointer;
  }

  button.off {
    background: var(--danger-soft);
    color: var(--on-danger-soft);
  }

  button.danger {
    background: var(--danger);
    color: var(--on-danger);
  }

  button:focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  button > svg {
    inline-size: 1.25rem;
    block-size: 1.25rem;
  }
`;
