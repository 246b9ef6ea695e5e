import { expectToHear, expectToMeet, expectToSee } from "./expectations.ts";
import { lostInside } from "./fixtures.ts";
import { expect, test } from "./people.ts";

/** Four senders and twelve receivers on one machine. */
test.setTimeout(60_000);

test("four see and hear each other; one leaves, and comes back late", async ({ people, problems }) => {
  problems.allow(lostInside);
  const ann = await people.open("Ann");
  const bob = await people.open("Bob");
  const cat = await people.open("Cat");
  const dan = await people.open("Dan");
  const link = await ann.startCall();
  for (const guest of [bob, cat, dan]) await guest.joinCall(link);
  await expectToMeet(ann, bob, cat, dan);

  await dan.button("Leave call").click();
  for (const stays of [ann, bob, cat]) await expect(stays.tileOf(dan)).toHaveCount(0, { timeout: 2_000 });
  await expectToSee(ann, bob, cat);
  await expectToHear(ann, [bob, cat], { everybody: [bob, cat, dan] });

  await dan.joinCall(link);
  for (const { name } of [ann, bob, cat]) await expect(dan.tileOf({ name })).toBeVisible();
  // Long before the senders would have made a key frame of their own accord, which takes them minutes; not at once, since
  // one machine encodes, decodes and paints for all four.
  await expect
    .poll(async () => [...(await dan.look()).values()].filter((look) => look !== undefined).length, {
      timeout: 10_000,
      intervals: [50],
    })
    .toBe(3);
  await expectToMeet(ann, bob, cat, dan);
});
