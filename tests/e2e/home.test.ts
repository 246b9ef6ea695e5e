import { expect, test } from "./fixtures.ts";

test("the home page says where you are", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Kith" })).toBeVisible();
});
