// People in calls: each in a browser context of their own, with a camera of their own colour and a microphone of their
// own tone, doing what a person does.
import { writeFile } from "node:fs/promises";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "@playwright/test";
import type { Witness } from "./expectations.ts";
import { type FakeDevices, installFakeDevices, picture, type Rgb } from "./fake-devices.ts";
import { installFakeScreen, type ScreenLook, screenFormat } from "./fake-screen.ts";
import { test as base, expect } from "./fixtures.ts";
import {
  type Gaze,
  installLoudspeakerProbe,
  type Look,
  listenTo,
  lookAtAll,
  type Sound,
} from "./media-probes.ts";
import { launchProfile, moveClock } from "./own-profile.ts";

export { expect };

/** What a person looks and sounds like. */
type Traits = Pick<Witness, "colour" | "hertz">;

/** Colours that stay apart through any codec, and tones none of which is a harmonic of another. */
const looksAndVoices: readonly [Traits, ...Traits[]] = [
  { colour: [200, 40, 40], hertz: 440 },
  { colour: [40, 160, 60], hertz: 620 },
  { colour: [50, 70, 210], hertz: 850 },
  { colour: [220, 190, 40], hertz: 1130 },
];

interface Opening {
  /** Other devices than the person's `own` two; "browser" leaves those of the browser. */
  readonly devices?: ((own: FakeDevices) => FakeDevices) | "browser";
  /** Another browser than the test's. */
  readonly browser?: Browser;
  readonly context?: BrowserContextOptions;
}

/** Every pixel is painted by the processor here: no more than needed. */
const viewport = { width: 720, height: 480 };

/** Somebody with a browser. */
export class Person implements Witness {
  readonly name: string;
  readonly page: Page;
  readonly colour: Rgb;
  readonly hertz: number;
  #isNamed = false;

  constructor(name: string, page: Page, { colour, hertz }: Traits) {
    this.name = name;
    this.page = page;
    this.colour = colour;
    this.hertz = hertz;
  }

  /** One camera and one microphone. */
  get ownDevices(): FakeDevices {
    return devicesOf(this.name, this);
  }

  /** Starts a call and returns its invite link. */
  async startCall(): Promise<string> {
    await this.page.goto("/");
    await this.button("Start a call").click();
    if (!this.#isNamed) await this.setName();
    return await this.inviteLink();
  }

  /** As the call shows it; on a narrow page it is there only to be copied. */
  async inviteLink(): Promise<string> {
    const link = this.page.getByRole("textbox", { name: "Invite link", includeHidden: true });
    await expect(link).toHaveValue(/#./);
    return await link.inputValue();
  }

  /** Makes a new link, which is worth what the options say, and returns it. */
  async renewInvite(options: Readonly<Record<string, string>> = {}): Promise<string> {
    const old = await this.inviteLink();
    await this.button("Invite options").click();
    for (const [label, choice] of Object.entries(options))
      await this.page.getByLabel(label).selectOption(choice);
    await this.button("Make a new link").click();
    const link = this.page.getByRole("textbox", { name: "Invite link", includeHidden: true });
    await expect(link).not.toHaveValue(old);
    return await this.inviteLink();
  }

  async openInvite(link: string): Promise<void> {
    await this.page.goto(link);
    await expect(this.button("Join call")).toBeVisible();
  }

  async joinCall(link: string, as = this.name): Promise<void> {
    await this.openInvite(link);
    await this.page.getByRole("textbox", { name: "Your name" }).fill(as);
    this.#isNamed = true;
    await this.button("Join call").click();
  }

  /** Says who they are, where the call asks for it. */
  async setName(as = this.name): Promise<void> {
    const name = this.page.getByRole("textbox", { name: "Your name" });
    await name.fill(as);
    await name.press("Enter");
    this.#isNamed = true;
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** A line of the menu that the bar of a call has. */
  async chooseFromMenu(name: string): Promise<void> {
    await this.button("More").click();
    await this.page.getByRole("menuitem", { name }).click();
  }

  /** By the button of the bar, or by the line of its menu where the bar has no room for one. */
  async press(name: string): Promise<void> {
    if (await this.button(name).isVisible()) await this.button(name).click();
    else await this.chooseFromMenu(name);
  }

  /** A paired device in the list of those. */
  deviceOf({ name }: { readonly name: string }): Locator {
    return this.page
      .getByRole("list", { name: "Paired devices" })
      .getByRole("listitem")
      .filter({ hasText: name });
  }

  /** Shows a PIN, and returns it as it is to be read out. */
  async showPin(): Promise<string> {
    await this.page.goto("/");
    await this.button("Pair a device").click();
    if (!this.#isNamed) await this.setName();
    await this.button("Show PIN").click();
    const pin = this.page.getByRole("status", { name: "Your PIN" });
    await expect(pin).toHaveText(/\d/);
    return (await pin.textContent()) ?? "";
  }

  async typePin(pin: string): Promise<void> {
    await this.page.goto("/");
    await this.button("Pair a device").click();
    if (!this.#isNamed) await this.setName();
    await this.button("Enter PIN").click();
    await this.page.getByRole("textbox", { name: "PIN", exact: true }).fill(pin);
    await this.button("Pair").click();
  }

  /** Makes the device a new one. */
  async forgetEverything(): Promise<void> {
    await this.button("Options for this device").click();
    await this.button("Forget everything on this device").click();
    await this.button("Forget everything").click();
    this.#isNamed = false;
  }

  /** Pairs this person's device with another's, both sides agreeing. */
  async pairWith(other: Person): Promise<void> {
    await other.typePin(await this.showPin());
    for (const person of [this, other]) await person.button("Remember this device").click();
    for (const person of [this, other]) await person.button("Done").click();
  }

  get status(): Locator {
    return this.page.getByRole("status");
  }

  tileOf({ name }: { readonly name: string }): Locator {
    return this.page.getByRole("group", { name, exact: true });
  }

  screenOf({ name }: { readonly name: string }): Locator {
    return this.page.getByRole("group", { name: `${name}'s screen`, exact: true });
  }

  /** How much what is shown of somebody's screen is like that page of text; undefined while nothing is shown. */
  async lookAtScreen(sharer: { readonly name: string }, page: number): Promise<ScreenLook | undefined> {
    const surface = this.screenOf(sharer).locator("canvas, video");
    if ((await surface.count()) === 0) return undefined;
    return await surface.evaluate(
      (element, page) => screenControl.compare(element as HTMLVideoElement, page),
      page,
    );
  }

  async look(gaze?: Gaze): Promise<ReadonlyMap<string, Look | undefined>> {
    return await lookAtAll(this.page.locator("kith-tile canvas, kith-tile video"), gaze);
  }

  async listen(hertz: readonly number[] = []): Promise<Sound> {
    return await listenTo(this.page, hertz);
  }

  async lookAt(other: { readonly name: string }): Promise<Look | undefined> {
    return (await this.look()).get(other.name);
  }
}

/** Lets people come, and sees to it that all are gone in the end. */
export class People {
  readonly #browser: Browser;
  readonly #baseURL: string;
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #traits = new Map<string, Traits>();

  constructor(browser: Browser, baseURL: string) {
    this.#browser = browser;
    this.#baseURL = baseURL;
  }

  async open(
    name: string,
    { devices, browser = this.#browser, context: options }: Opening = {},
  ): Promise<Person> {
    // A service worker costs the call that begins meanwhile its time; who tests one allows it.
    const settings = { baseURL: this.#baseURL, viewport, serviceWorkers: "block" } as const;
    const context = await browser.newContext({ ...settings, ...options });
    this.#closing.push(() => context.close());
    return await this.#settle(name, context, devices);
  }

  /** Somebody whose browser keeps what it knows in `folder` when it is closed; `later` milliseconds from now, by its clock. */
  async openWithProfile(name: string, folder: string, later = 0): Promise<Person> {
    const context = await launchProfile(folder, { baseURL: this.#baseURL, viewport });
    this.#closing.push(() => context.close());
    if (later > 0) await moveClock(context, later);
    return await this.#settle(name, context, undefined);
  }

  /** The same person has the same looks whenever they come. */
  async #settle(name: string, context: BrowserContext, devices: Opening["devices"]): Promise<Person> {
    const traits =
      this.#traits.get(name) ??
      looksAndVoices[this.#traits.size % looksAndVoices.length] ??
      looksAndVoices[0];
    this.#traits.set(name, traits);
    await context.addInitScript(installLoudspeakerProbe);
    await context.addInitScript(installFakeScreen, screenFormat);
    if (devices !== "browser") {
      const own = devicesOf(name, traits);
      await context.addInitScript(installFakeDevices, [devices?.(own) ?? own, picture] as const);
    }
    return new Person(name, await context.newPage(), traits);
  }

  async closeAll(): Promise<void> {
    await Promise.all(this.#closing.map((close) => close()));
  }
}

export function devicesOf(name: string, { colour, hertz }: Traits): FakeDevices {
  return {
    cameras: [{ id: `camera-${name}`, label: `${name}'s camera`, colour }],
    microphones: [{ id: `microphone-${name}`, label: `${name}'s microphone`, hertz }],
  };
}

export const test = base.extend<{ people: People }>({
  people: async ({ browser, relay }, use, testInfo) => {
    const people = new People(browser, relay.url);
    await use(people);
    if (testInfo.status !== testInfo.expectedStatus)
      await writeFile(testInfo.outputPath("relay.txt"), await relay.describe());
    await people.closeAll();
  },
});
