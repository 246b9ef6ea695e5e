import { atom, type ReadableAtom } from "nanostores";
import { createInvite, type Invite, parseInviteLink } from "../trust/invite.ts";
import { Call } from "./call.ts";
import { Devices } from "./devices.ts";
import { Preview } from "./preview.ts";
import { Settings } from "./settings.ts";

/** What is on the screen. */
export type Screen =
  | { readonly name: "home" }
  | { readonly name: "preview"; readonly preview: Preview }
  | { readonly name: "call"; readonly call: Call }
  | { readonly name: "notice"; readonly notice: "invalid-invite" | "unsupported-browser" };

/** The whole product as state: what is shown, and what the person can do next. */
export class App {
  readonly #origin: string;
  readonly #settings: Settings;
  readonly #screen = atom<Screen>({ name: "home" });

  constructor(parts: { origin: string; storage: Storage | undefined }) {
    this.#origin = parts.origin;
    this.#settings = new Settings(parts.storage);
    if (!isBrowserCapable()) this.#screen.set({ name: "notice", notice: "unsupported-browser" });
  }

  get screen(): ReadableAtom<Screen> {
    return this.#screen;
  }

  /** Straight into a call of one, to which others can be invited. */
  startCall(): void {
    const devices = new Devices();
    void devices.open();
    this.#enter(createInvite(), devices);
  }

  openInvite(link: string): void {
    const invite = parseInviteLink(link.trim(), this.#origin);
    if (invite === undefined) {
      this.#screen.set({ name: "notice", notice: "invalid-invite" });
      return;
    }
    const preview = new Preview({
      settings: this.#settings,
      onJoin: (devices) => this.#enter(invite, devices),
      onCancel: () => this.goHome(),
    });
    this.#screen.set({ name: "preview", preview });
  }

  goHome(): void {
    this.#screen.set({ name: "home" });
  }

  /** The page goes away: nobody may have to wait for a time-out to notice. */
  close(): void {
    const screen = this.#screen.get();
    if (screen.name === "call") screen.call.leave();
    if (screen.name === "preview") screen.preview.cancel();
  }

  /** The page is visible or online again. */
  wake(): void {
    const screen = this.#screen.get();
    if (screen.name === "call") screen.call.wake();
  }

  #enter(invite: Invite, devices: Devices): void {
    const call = new Call({
      invite,
      origin: this.#origin,
      settings: this.#settings,
      devices,
      onLeave: () => this.goHome(),
    });
    this.#screen.set({ name: "call", call });
  }
}

/** Without these there is no call at all. Everything else has a second way. */
const capabilities = ["VideoEncoder", "AudioEncoder", "AudioWorkletNode", "MediaStreamTrackProcessor"];

function isBrowserCapable(): boolean {
  return capabilities.every((name) => name in globalThis);
}
