import { expect, test } from "./fixtures.ts";

test.use({ locale: "de-AT" });

test("Kith speaks the browser's language, or the one that was chosen, from then on", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Anruf starten" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de-AT");

  await page.getByRole("button", { name: "Optionen für dieses Gerät" }).click();
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("English");
  await expect(page.getByRole("button", { name: "Start a call" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  await page.reload();
  await expect(page.getByRole("button", { name: "Start a call" })).toBeVisible();
});

test("where words cannot be fetched Kith speaks English, and the language again when they can", async ({
  page,
  problems,
}) => {
  problems.allow(/Failed to load resource/);
  const words = "**/assets/de-later-*.json";
  await page.route(words, (route) => route.fulfill({ status: 503, json: {} }));
  await page.goto("/");
  await page.getByRole("button", { name: "Gerät koppeln" }).click();
  await expect(page.getByRole("button", { name: "Enter PIN" })).toBeVisible();

  await page.unroute(words);
  await page.reload();
  await page.getByRole("button", { name: "Gerät koppeln" }).click();
  await expect(page.getByRole("button", { name: "PIN eingeben" })).toBeVisible();
});
