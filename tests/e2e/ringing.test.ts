// Paired devices that call each other: every answer, and none.
import { expectToMeet } from "./expectations.ts";
import { expect, type People, type Person, test } from "./people.ts";

async function pair(people: People): Promise<readonly [Person, Person]> {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob");
  await ann.pairWith(bob);
  await expect(ann.deviceOf(bob)).toContainText("Online");
  await expect(bob.deviceOf(ann)).toContainText("Online");
  return [ann, bob];
}

const ringOn = ({ page }: Person) => page.getByRole("alertdialog");
const told = ({ page }: Person, heading: string) =>
  expect(page.getByRole("heading", { name: heading })).toBeVisible();

test("a call is accepted, and over for both when one hangs up", async ({ people }) => {
  const [ann, bob] = await pair(people);
  await ann.button("Call Bob").click();
  await expect(ann.page.getByText("Calling Bob")).toBeVisible();
  await expect(ringOn(bob)).toContainText("Ann");
  await bob.button("Accept").click();
  await expectToMeet(ann, bob);
  await bob.button("Leave call").click();
  await told(ann, "The other side hung up");
});

test("a call is declined, or given up and then missed", async ({ people }) => {
  const [ann, bob] = await pair(people);
  await ann.button("Call Bob").click();
  await bob.button("Decline").click();
  await told(ann, "The call was declined");
  await ann.button("Back to start").click();

  await ann.button("Call Bob").click();
  await expect(ringOn(bob)).toBeVisible();
  await ann.button("Leave call").click();
  await expect(ringOn(bob)).toHaveCount(0);
  await expect(bob.deviceOf(ann)).toContainText("Missed call");
});

test("who is in a call is busy for others", async ({ people }) => {
  const [ann, bob] = await pair(people);
  await bob.button("Start a call").click();
  await ann.button("Call Bob").click();
  await told(ann, "The other device is in a call");
  await expect(ringOn(bob)).toHaveCount(0);
});

test("a hidden page rings too", async ({ people }) => {
  const [ann, bob] = await pair(people);
  const other = await bob.page.context().newPage();
  await other.bringToFront();
  await ann.button("Call Bob").click();
  await expect(ringOn(bob)).toBeVisible();
  await ann.button("Leave call").click();
  await expect(ringOn(bob)).toHaveCount(0);
});

test("a device with two windows rings in both, and one answers for both", async ({ people }) => {
  const [ann, bob] = await pair(people);
  const second = await bob.page.context().newPage();
  await second.goto("/");
  await expect(second.getByRole("listitem").filter({ hasText: "Ann" })).toContainText("Online");
  await ann.button("Call Bob").click();
  await expect(second.getByRole("alertdialog")).toBeVisible();
  await bob.button("Accept").click();
  await expect(second.getByRole("alertdialog")).toHaveCount(0);
  await expect(second.getByText("Missed call")).toHaveCount(0);
  await expectToMeet(ann, bob);
});

test("what is withdrawn holds at once: a device that may not ring does not, one that is removed is gone", async ({
  people,
}) => {
  const [ann, bob] = await pair(people);
  await bob.button("Options for Ann").click();
  await bob.page.getByRole("switch", { name: "Ring this device" }).click();
  await bob.page.keyboard.press("Escape");
  await ann.button("Call Bob").click();
  await told(ann, "The call was declined");
  await expect(ringOn(bob)).toHaveCount(0);
  await ann.button("Back to start").click();

  await bob.button("Options for Ann").click();
  await bob.button("Remove this device").click();
  await bob.page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(bob.deviceOf(ann)).toHaveCount(0);
  await expect(ann.deviceOf(bob)).toHaveCount(0);
});

test("people in a call remember each other's devices when both want to", async ({ people }) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob");
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
  await ann
    .tileOf(bob)
    .getByRole("button", { name: /Has the invitation/ })
    .click();
  await ann.button("Remember this device").click();
  await ann.page.keyboard.press("Escape");
  await bob.button("Compare and decide").click();
  await bob.button("Remember this device").click();
  await expect(ann.tileOf(bob).getByRole("button", { name: /Paired device/ })).toBeVisible();
  await bob.page.keyboard.press("Escape");
  await bob.button("Leave call").click();
  await ann.button("Leave call").click();
  await expect(ann.deviceOf(bob)).toContainText("Online");
});
