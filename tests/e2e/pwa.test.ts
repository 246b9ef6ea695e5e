// Kith as an app: it can be installed, opens without a network, and gets a new version when one wants it.
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { root } from "../../scripts/process.mjs";
import { writeServiceWorker } from "../../scripts/service-worker.mjs";
import { expectToMeet } from "./expectations.ts";
import { test as base, expect } from "./people.ts";

/** A copy of the built page, which a test may replace by a newer one. */
const test = base.extend<object, { site: string }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names in it.
    async ({}, use) => {
      const site = await mkdtemp(join(tmpdir(), "kith-site-"));
      await cp(join(root, "dist"), site, { recursive: true });
      await use(site);
      await rm(site, { recursive: true });
    },
    { scope: "worker" },
  ],
  relayEnv: [({ site }, use) => use({ KITH_ROOT: site }), { scope: "worker" }],
});

test("a browser finds nothing that keeps it from being installed", async ({ page }) => {
  await page.goto("/");
  await inCharge(page);
  const browser = await page.context().newCDPSession(page);
  const { errors, manifest } = await browser.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(manifest?.name).toBe("Kith");
  const { installabilityErrors } = await browser.send("Page.getInstallabilityErrors");
  // A test's window keeps nothing when it is closed.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
});

test("without a network the page opens all the same, and a new version waits until a call is over", async ({
  people,
  problems,
  relay,
  site,
}) => {
  problems.allow(/Failed to (establish a connection|load resource)/);
  const [ann, bob] = [
    await people.open("Ann", { context: { serviceWorkers: "allow" } }),
    await people.open("Bob"),
  ];
  await ann.page.goto("/");
  await inCharge(ann.page);
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);

  await publishNewVersion(site);
  await relay.restart();
  await expectToMeet(ann, bob);
  await ann.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect
    .poll(() => ann.page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting))
    .toBe(true);
  // What the old version has not loaded yet is on the server no more.
  await ann.button("Show QR code").click();
  await expect(ann.page.getByRole("img", { name: "QR code of the invite link" })).toBeVisible();
  await ann.page.keyboard.press("Escape");
  await expectToMeet(ann, bob);
  await expect(ann.button("Update now")).toHaveCount(0);

  await ann.button("Leave call").click();
  await bob.button("Leave call").click();
  await expect(ann.page.getByRole("list", { name: "Past calls" })).toContainText("Bob");
  await ann.button("Update now").click();
  await expect(ann.page.locator('script[src$="new.js"]')).toHaveCount(1);

  await relay.stop();
  await ann.page.reload();
  await expect(ann.button("Start a call")).toBeVisible();
  await expect(ann.page.getByRole("list", { name: "Past calls" })).toContainText("Bob");
});

test("without a network Kith speaks as it did with one", async ({ browser, relay, problems }) => {
  problems.allow(/Failed to (establish a connection|load resource)/);
  const page = await browser.newPage({ locale: "de-AT", baseURL: relay.url });
  await page.goto("/");
  await inCharge(page);
  await relay.stop();
  await page.reload();
  await expect(page.getByRole("button", { name: "Anruf starten" })).toBeVisible();
  await page.getByRole("button", { name: "Gerät koppeln" }).click();
  await expect(page.getByRole("button", { name: "PIN eingeben" })).toBeVisible();
  await page.context().close();
});

/** Resolves once the service worker has all files of the page and answers for it. */
async function inCharge(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true });
    });
  });
}

/** The same page again, with other names for all its files, so that nothing of the old one is left. */
async function publishNewVersion(site: string): Promise<void> {
  const assets = join(site, "assets");
  const names = await readdir(assets);
  const renamed = (text: string) =>
    names.reduce((all, name) => all.replaceAll(name, name.replace(/\.(\w+)$/, "new.$1")), text);
  for (const name of names) {
    const content = await readFile(join(assets, name), "utf8");
    await writeFile(join(assets, name), renamed(content));
    await rename(join(assets, name), join(assets, renamed(name)));
  }
  const page = join(site, "index.html");
  await writeFile(page, renamed(await readFile(page, "utf8")));
  await writeServiceWorker(site);
}
