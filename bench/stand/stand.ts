import type { BrowserContext, Page } from "@playwright/test";
import { chromiumFlags } from "../../scripts/browser.mjs";
import { launchBrowser, type OwnBrowser } from "../../tests/e2e/own-browser.ts";
import { type RelayProcess, startRelay } from "../../tests/e2e/relay-process.ts";
import { webRtcShapingFlags } from "../../tests/shaper/shape-webrtc.ts";
import type { CameraSize } from "../page/camera.ts";
import { bundle } from "./bundle.ts";

/** What the app's screen needs around the picture of the other side, so that it is shown in about its own size. */
const MARGINS = { width: 26, height: 150 };

/** Somebody in a call. */
export interface Seat {
  readonly camera: CameraSize;
  /** What the other side's camera delivers. */
  readonly sees: CameraSize;
}

/** Everything that both systems share: one browser, one relay, one kind of page. Its owner closes it. */
export class Stand {
  /** Milliseconds from click to click in all microphones. */
  readonly clickPeriod: number;
  readonly #relay: RelayProcess;
  readonly #browser: OwnBrowser;
  readonly #script: string;

  /** `clickPeriod`, in milliseconds, is more than any delay from mouth to ear that is to be told. */
  static async open(clickPeriod: number, flags: readonly string[] = chromiumFlags): Promise<Stand> {
    const script = await bundle("bench/page/main.ts");
    const relay = await startRelay();
    try {
      const browser = await launchBrowser([...flags, ...webRtcShapingFlags]);
      return new Stand(relay, browser, script, clickPeriod);
    } catch (error) {
      await relay.stop();
      throw error;
    }
  }

  private constructor(relay: RelayProcess, browser: OwnBrowser, script: string, clickPeriod: number) {
    this.#relay = relay;
    this.#browser = browser;
    this.#script = script;
    this.clickPeriod = clickPeriod;
  }

  /** Where the app is served from. */
  get url(): string {
    return this.#relay.url;
  }

  /** Of the relay, for the app's page over TCP and for itself over UDP. */
  get port(): number {
    return this.#relay.port;
  }

  get browserVersion(): string {
    return this.#browser.browser.version();
  }

  /** The processes from which all others of the stand descend. */
  get pids(): { readonly browser: number; readonly relay: number } {
    return { browser: this.#browser.pid, relay: this.#relay.pid };
  }

  /** A page on a device of its own. Whoever asks closes its context. */
  async openDevice(seat: Seat): Promise<Page> {
    return await (await this.newDevice(seat)).newPage();
  }

  async newDevice({ camera, sees }: Seat): Promise<BrowserContext> {
    const viewport = { width: sees.width + MARGINS.width, height: sees.height + MARGINS.height };
    const context = await this.#browser.browser.newContext({ viewport });
    const setup = `globalThis.benchSetup = ${JSON.stringify({ camera, clickPeriod: this.clickPeriod })};`;
    await context.addInitScript({ content: `${setup}${this.#script}` });
    return context;
  }

  async close(): Promise<void> {
    await Promise.all([this.#browser.close(), this.#relay.stop()]);
  }
}
