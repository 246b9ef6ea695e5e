// People whose browser is Firefox, which Playwright does not drive as it is installed: over WebDriver BiDi, with no more than a
// call between unlike browsers takes.
import puppeteer, { type Browser, type ElementHandle, type Page } from "puppeteer-core";
import { findFirefox, firefoxPreferences } from "../../scripts/browser.mjs";
import type { Witness } from "./expectations.ts";
import { installFakeDevices, picture, type Rgb } from "./fake-devices.ts";
import { glance, installLoudspeakerProbe, type Look, looksAt, type Sound, soundNow } from "./media-probes.ts";
import { test as base, devicesOf } from "./people.ts";
import { SilentSoundCard } from "./silent-sound-card.ts";

export { expect } from "./people.ts";

/** How long a page may take to offer what somebody wants to press. Milliseconds. */
const PATIENCE = 20_000;

/** Somebody with a Firefox, with a camera and a microphone of their own. */
class FirefoxPerson implements Witness {
  readonly name = "Fay";
  readonly colour: Rgb = [210, 60, 190];
  readonly hertz = 1390;
  /** What went wrong on the page: errors of its own, and requests to another origin than the relay's. */
  readonly problems: string[] = [];
  readonly #page: Page;

  static async open(browser: Browser, home: string, devices: "fake" | "browser"): Promise<FirefoxPerson> {
    const context = await browser.createBrowserContext();
    const person = new FirefoxPerson(await context.newPage(), new URL(home).origin);
    await person.#prepare(devices);
    return person;
  }

  private constructor(page: Page, home: string) {
    this.#page = page;
    page.on("pageerror", (error) => this.problems.push(`uncaught: ${String(error)}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== home)
        this.problems.push(`left its origin: ${request.url()}`);
    });
  }

  /** Starts a call and returns its invite link. */
  async startCall(home: string): Promise<string> {
    await this.#page.goto(home);
    await this.press("Start a call");
    await (await this.#type("Your name", this.name)).press("Enter");
    const link = await this.#page.waitForSelector(":scope >>> input#link", { timeout: PATIENCE });
    const value = () => link?.evaluate((input) => (input as HTMLInputElement).value) ?? "";
    const end = performance.now() + PATIENCE;
    while (!/#./.test(await value()) && performance.now() < end);
    return await value();
  }

  async joinCall(link: string): Promise<void> {
    await this.#page.goto(link);
    await this.#type("Your name", this.name);
    await this.press("Join call");
  }

  /** Shows a PIN, and returns it as it is to be read out. */
  async showPin(home: string): Promise<string> {
    await this.#goPairing(home);
    await this.press("Show PIN");
    const pin = await this.#control("output", "Your PIN");
    return (await pin.evaluate((output) => output.textContent)) ?? "";
  }

  async typePin(home: string, pin: string): Promise<void> {
    await this.#goPairing(home);
    await this.press("Enter PIN");
    await this.#type("PIN", pin);
    await this.press("Pair");
  }

  /** The button of that name, once there is one that can be pressed. */
  async press(name: string): Promise<void> {
    await (await this.#control("button", name)).click();
  }

  /** Whether somebody's tile says so. */
  async tileSays(other: { readonly name: string }, words: string): Promise<boolean> {
    const tiles = await this.#page.$$eval(":scope >>> [role=group]", (groups) =>
      groups.map((group) => [group.ariaLabel ?? "", group.shadowRoot?.textContent ?? group.textContent]),
    );
    return tiles.some(([name, text]) => name === other.name && text?.includes(words) === true);
  }

  async look(gaze = glance): Promise<ReadonlyMap<string, Look | undefined>> {
    const surfaces = ":scope >>> kith-tile >>> :is(canvas, video)";
    return new Map(await this.#page.$$eval(surfaces, looksAt, { ...picture, ...gaze }));
  }

  async listen(hertz: readonly number[] = []): Promise<Sound> {
    return await this.#page.evaluate(soundNow, hertz);
  }

  async close(): Promise<void> {
    await this.#page.browserContext().close();
  }

  async #prepare(devices: "fake" | "browser"): Promise<void> {
    const page = this.#page;
    await page.setViewport({ width: 720, height: 480 });
    await page.evaluateOnNewDocument(installLoudspeakerProbe);
    if (devices === "fake")
      await page.evaluateOnNewDocument(installFakeDevices, [devicesOf(this.name, this), picture] as const);
  }

  async #goPairing(home: string): Promise<void> {
    await this.#page.goto(home);
    await this.press("Pair a device");
    await (await this.#type("Your name", this.name)).press("Enter");
  }

  /** Returns where it was typed: the screen may change under the fingers, and with it the field. */
  async #type(label: string, text: string): Promise<ElementHandle<Element>> {
    const end = performance.now() + PATIENCE;
    while (performance.now() < end) {
      const input = await this.#control("input", label);
      await input.evaluate((element) => (element as HTMLInputElement).select());
      await input.type(text);
      const typed = await input.evaluate(
        (element) => element.isConnected && (element as HTMLInputElement).value,
      );
      if (typed === text) return input;
    }
    throw new Error(`${this.name} cannot type "${text}"`);
  }

  async #control(tag: "button" | "input" | "output", name: string): Promise<ElementHandle<Element>> {
    const found = await this.#page.waitForFunction(controlOf, { timeout: PATIENCE, polling: 50 }, tag, name);
    const control = found.asElement();
    if (control === null) throw new Error(`There is no ${tag} "${name}"`);
    return control as ElementHandle<Element>;
  }
}

/** Runs in the page: the control of that name, wherever it is. The browser's own search by name takes seconds in a call. */
function controlOf(tag: "button" | "input" | "output", name: string): Element | undefined {
  const within = (root: Document | ShadowRoot): Element | undefined => {
    for (const element of root.querySelectorAll<HTMLElement>("*")) {
      const inside = element.shadowRoot && within(element.shadowRoot);
      if (inside) return inside;
      if (element.localName !== tag) continue;
      const control = element as HTMLButtonElement | HTMLInputElement;
      const names = [control.ariaLabel, control.textContent, control.labels?.[0]?.textContent];
      if (!control.disabled && names.some((one) => one?.trim() === name)) return control;
    }
    return undefined;
  };
  return within(document);
}

/** Without any sound card Firefox's audio stands still, and no test would say why. */
async function expectSound(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  const hasSound = await page.evaluate(async (patience) => {
    const tooLate = new Promise((resolve) => setTimeout(resolve, patience, false));
    return await Promise.race([new AudioContext().resume().then(() => true), tooLate]);
  }, PATIENCE);
  await page.close();
  if (!hasSound)
    throw new Error("Firefox has no sound here: install PulseAudio, whose silent card it can use.");
}

interface FirefoxFixtures {
  /** Opens a Firefox for one person; closed at the end of the test, which fails when its page had a problem. */
  openFirefox: (devices?: "fake" | "browser") => Promise<FirefoxPerson>;
}

export const test = base.extend<FirefoxFixtures, { firefox: Browser }>({
  firefox: [
    async ({ browserName: _ }, use) => {
      const card = await SilentSoundCard.start();
      const browser = await puppeteer.launch({
        browser: "firefox",
        executablePath: findFirefox() ?? "",
        extraPrefsFirefox: firefoxPreferences,
        env: { ...process.env, ...card?.env },
      });
      await expectSound(browser);
      await use(browser);
      await browser.close();
      await card?.stop();
    },
    { scope: "worker" },
  ],

  openFirefox: async ({ firefox, relay }, use) => {
    const people: FirefoxPerson[] = [];
    await use(async (devices = "fake") => {
      const person = await FirefoxPerson.open(firefox, relay.url, devices);
      people.push(person);
      return person;
    });
    for (const person of people) await person.close();
    const problems = people.flatMap((person) => person.problems);
    base.expect(problems, "problems on Firefox's pages").toEqual([]);
  },
});
