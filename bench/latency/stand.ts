import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { chromiumFlags, findChromium } from "../../scripts/browser.mjs";
import { type RelayProcess, startRelay } from "../../tests/e2e/relay-process.ts";
import { bundle } from "../bundle.ts";
import type { CameraSize } from "./page/camera.ts";

/** WebRTC tells addresses as they are: names for them would have to be looked up over a network that may not exist. */
const PLAIN_ADDRESSES = "--disable-features=WebRtcHideLocalIpsWithMdns";

/** What the app's screen needs around the picture of the other side, so that it is shown in about its own size. */
const MARGINS = { width: 26, height: 176 };

/** Everything that both systems share: one browser, one relay, one kind of page. Its owner closes it. */
export class Stand {
  readonly #relay: RelayProcess;
  readonly #browser: Browser;
  readonly #script: string;

  static async open(): Promise<Stand> {
    const script = await bundle("bench/latency/page/main.ts");
    const relay = await startRelay();
    try {
      const args = [...chromiumFlags, PLAIN_ADDRESSES];
      const browser = await chromium.launch({ executablePath: findChromium() ?? "", args });
      return new Stand(relay, browser, script);
    } catch (error) {
      await relay.stop();
      throw error;
    }
  }

  private constructor(relay: RelayProcess, browser: Browser, script: string) {
    this.#relay = relay;
    this.#browser = browser;
    this.#script = script;
  }

  /** Where the app is served from. */
  get url(): string {
    return this.#relay.url;
  }

  get browserVersion(): string {
    return this.#browser.version();
  }

  /** A page on a device of its own, with this camera. Whoever asks closes its context. */
  async openDevice(camera: CameraSize): Promise<Page> {
    return await (await this.newDevice(camera)).newPage();
  }

  async newDevice(camera: CameraSize): Promise<BrowserContext> {
    const viewport = { width: camera.width + MARGINS.width, height: camera.height + MARGINS.height };
    const context = await this.#browser.newContext({ viewport });
    const setup = `globalThis.benchSetup = ${JSON.stringify({ camera })};`;
    await context.addInitScript({ content: `${setup}${this.#script}` });
    return context;
  }

  async close(): Promise<void> {
    await Promise.all([this.#browser.close(), this.#relay.stop()]);
  }
}
