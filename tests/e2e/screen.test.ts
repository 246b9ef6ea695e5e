import type { FakeDevices } from "./fake-devices.ts";
import { expect, test } from "./people.ts";
import { expectToRead } from "./reading.ts";

test("small text on a shared screen can be read by all, by who comes later as well, until it is stopped", async ({
  people,
}) => {
  // The machine has enough to do with two screens.
  const devices = (own: FakeDevices) => ({ ...own, cameras: [] });
  const [ann, bob] = [await people.open("Ann", { devices }), await people.open("Bob", { devices })];
  const link = await ann.startCall();
  await bob.joinCall(link);
  await expect(ann.tileOf(bob)).toBeVisible();

  await ann.button("Share screen").click();
  await expectToRead(bob, ann, 0);
  await ann.page.evaluate(() => screenControl.turnTo(1));
  await expectToRead(bob, ann, 1);

  // Nothing happens on the screen any more, and yet it is there for who comes now; and there may be a second one.
  const eve = await people.open("Eve", { devices });
  await eve.joinCall(link);
  await expectToRead(eve, ann, 1);
  await bob.button("Share screen").click();
  await expectToRead(eve, bob, 0);

  await bob.button("Stop sharing").click();
  await expect(eve.screenOf(bob)).toHaveCount(0);
  await ann.page.evaluate(() => screenControl.stop());
  await expect(eve.screenOf(ann)).toHaveCount(0);
  await expect(bob.screenOf(ann)).toHaveCount(0);
  await expect(ann.button("Share screen")).toBeVisible();
});
