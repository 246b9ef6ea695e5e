// What an invite link is worth, and how it ends.
import { expectSilence, expectToHear, expectToMeet, expectToSee } from "./expectations.ts";
import { moveClock } from "./own-profile.ts";
import { expect, type Person, test } from "./people.ts";

/** The page says this, and there is no call. */
async function expectToBeTold(person: Person, heading: string): Promise<void> {
  await expect(person.page.getByRole("heading", { name: heading })).toBeVisible();
  await expect(person.button("Leave call")).toHaveCount(0);
}

test("a link whose time is up opens nothing", async ({ people }) => {
  const ann = await people.open("Ann");
  const link = await ann.startCall();
  const bob = await people.open("Bob");
  await moveClock(bob.page.context(), 25 * 60 * 60_000);
  await bob.page.goto(link);
  await expectToBeTold(bob, "This invitation is over");
});

test("a link for one lets in one, whoever the others are", async ({ people }) => {
  const ann = await people.open("Ann");
  await ann.startCall();
  const link = await ann.renewInvite({ "People who may join with it": "1" });
  const bob = await people.open("Bob");
  await bob.joinCall(link);
  await expectToMeet(ann, bob);

  const cyd = await people.open("Cyd");
  await cyd.joinCall(link);
  await expectToBeTold(cyd, "This invitation is used up");
  await expect(ann.page.getByRole("alert")).toContainText("was kept out");
  await expect(bob.tileOf(cyd)).toHaveCount(0);

  await bob.page.reload();
  await bob.joinCall(link);
  await expectToMeet(ann, bob);
});

test("a new link ends the old one; who is in stays, and who has the new one meets everybody", async ({
  people,
}) => {
  const ann = await people.open("Ann");
  const old = await ann.startCall();
  const bob = await people.open("Bob");
  await bob.joinCall(old);
  await expectToMeet(ann, bob);

  const renewed = await ann.renewInvite();
  await expect.poll(() => bob.inviteLink()).toBe(renewed);
  const cyd = await people.open("Cyd");
  await cyd.joinCall(old);
  await expectToBeTold(cyd, "This invitation is over");
  await cyd.joinCall(renewed);
  await expectToMeet(ann, bob, cyd);
});

test("who is invited to watch sees and hears, and is neither seen nor heard", async ({ people }) => {
  const ann = await people.open("Ann");
  await ann.startCall();
  const link = await ann.renewInvite({ "What they may do": "Watch and listen only" });
  const bob = await people.open("Bob");
  await bob.joinCall(link);
  await expectToSee(bob, ann);
  await expectToHear(bob, [ann]);
  await expect(ann.tileOf(bob)).toBeVisible();
  await expectSilence(ann);
  await expect(bob.button("Mute microphone")).toHaveCount(0);
  await expect(bob.button("Turn camera off")).toHaveCount(0);
});
