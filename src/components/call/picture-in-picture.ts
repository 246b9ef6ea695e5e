import type { LitElement, ReactiveController } from "lit";
import type { CallState, Participant } from "../../app/call-state.ts";
import type { CallActions } from "../actions.ts";
import type { MenuItem } from "../parts/menu-button.ts";
import { shownIn } from "../parts/picture.ts";
import { silentVideo } from "../parts/silent-video.ts";
import { strings } from "../strings.ts";
import { featured } from "./featured.ts";
import { SmallWindow } from "./small-window.ts";

interface Shown {
  readonly call: CallActions;
  readonly state: CallState;
}

/**
 * The call in a small window over other programs: with its buttons where a browser lets a page have such a window, else one person's
 * picture. Follows its host, which shows the call, and closes with it.
 */
export class PictureInPicture implements ReactiveController {
  readonly #host: LitElement;
  readonly #find: () => Shown;
  #window: SmallWindow | undefined;
  #isWanted = false;
  #featuredId: string | undefined;

  constructor(host: LitElement, find: () => Shown) {
    this.#host = host;
    this.#find = find;
    host.addController(this);
  }

  /** Whether there is anything to show, and a way to. */
  get isPossible(): boolean {
    return this.#find().state.participants.length > 0 && (hasWindows() || document.pictureInPictureEnabled);
  }

  get isOpen(): boolean {
    return this.#isWanted;
  }

  /** For the press of a button: browsers ask for one. */
  toggle(): void {
    if (this.#isWanted) this.#close();
    else void this.#open();
  }

  hostUpdate(): void {
    const person = this.#featured();
    if (person === undefined) this.#close();
    else this.#window?.show({ ...this.#find(), person });
  }

  hostDisconnected(): void {
    this.#close();
  }

  async #open(): Promise<void> {
    const person = this.#featured();
    if (person === undefined) return;
    this.#want(true);
    try {
      if (hasWindows()) await this.#openWindow();
      else await this.#openVideo(person);
    } catch {
      // The browser or the person does not want it: the call goes on where it is.
      this.#want(false);
    }
  }

  async #openWindow(): Promise<void> {
    const small = await SmallWindow.open(() => this.#forget());
    const person = this.#featured();
    if (!this.#isWanted || person === undefined) {
      small.close();
      return;
    }
    this.#window = small;
    small.show({ ...this.#find(), person });
  }

  async #openVideo({ picture }: Participant): Promise<void> {
    const surface = shownIn(picture);
    if (surface === undefined) throw new Error("There is no picture");
    const video = surface instanceof HTMLVideoElement ? surface : await videoOf(surface);
    video.addEventListener("leavepictureinpicture", () => this.#forget(), { once: true });
    await video.requestPictureInPicture();
  }

  #featured(): Participant | undefined {
    const person = featured(this.#find().state.participants, this.#featuredId);
    this.#featuredId = person?.id;
    return person;
  }

  #close(): void {
    if (!this.#isWanted) return;
    this.#want(false);
    this.#window?.close();
    this.#window = undefined;
    if (document.pictureInPictureElement) document.exitPictureInPicture().catch(() => undefined);
  }

  #forget(): void {
    this.#want(false);
    this.#window = undefined;
  }

  #want(wanted: boolean): void {
    this.#isWanted = wanted;
    this.#host.requestUpdate();
  }
}

/** Its line in the menu of a call, where there is anything to show and a way to. */
export function pictureInPictureItems(small: PictureInPicture): MenuItem[] {
  if (!small.isPossible) return [];
  const name = strings.smallWindow.show;
  return [{ name, icon: "picture-in-picture", checked: small.isOpen, press: () => small.toggle() }];
}

function hasWindows(): boolean {
  return "documentPictureInPicture" in globalThis;
}

/** What a canvas shows, as what can leave the page. */
async function videoOf(canvas: HTMLCanvasElement): Promise<HTMLVideoElement> {
  const video = silentVideo();
  video.srcObject = canvas.captureStream();
  await video.play();
  return video;
}
