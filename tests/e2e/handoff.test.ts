// A call that goes on at another device, in the same place.
import { expectToSee } from "./expectations.ts";
import { expect, test } from "./people.ts";

test("somebody moves to another device: the others keep one tile, and the picture in it goes on", async ({
  people,
}) => {
  const ann = await people.open("Ann");
  const link = await ann.startCall();
  const bob = await people.open("Bob");
  await bob.joinCall(link);
  await expectToSee(bob, ann);
  await bob.tileOf(ann).evaluate((tile) => tile.setAttribute("data-seen-before", ""));

  await ann.button("More").click();
  await ann.page.getByRole("menuitem", { name: "Move to another device" }).click();
  await expect(ann.page.getByRole("img", { name: "QR code that moves the call" })).toBeVisible();
  const move = await ann.page.getByRole("textbox", { name: "Link that moves the call" }).inputValue();

  const phone = await people.open("Ann");
  await phone.page.goto(move);
  await expect(phone.page.getByRole("textbox", { name: "Your name" })).toHaveValue("Ann");
  await phone.button("Continue here").click();
  await expect(ann.page.getByRole("heading", { name: "You continue on the other device" })).toBeVisible();
  await expectToSee(bob, phone);
  await expect(bob.tileOf(ann)).toHaveCount(1);
  await expect(bob.tileOf(ann)).toHaveAttribute("data-seen-before");
  await expectToSee(phone, bob);
  await expect(bob.tileOf(ann).getByRole("button", { name: /Moved here from another device/ })).toBeVisible();
});
