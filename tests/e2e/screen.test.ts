import { expect, type Person, test } from "./people.ts";

/** From which likeness on the letters of a line can be told apart: half the size, or badly encoded, it stays below 0.8. */
const READABLE = { likeness: 0.9, contrast: 0.75 };

/** Waits until the viewer can read each line of that page on the sharer's screen. */
async function expectToRead(viewer: Person, sharer: Person, page: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const look = await viewer.lookAtScreen(sharer, page);
        const readable =
          look !== undefined && look.likeness > READABLE.likeness && look.contrast > READABLE.contrast;
        return readable ? "readable" : JSON.stringify(look);
      },
      { intervals: [100], message: `what ${viewer.name} sees of ${sharer.name}'s screen` },
    )
    .toBe("readable");
}

test("small text on a shared screen can be read by all, by who comes later as well, until it is stopped", async ({
  people,
  problems,
}) => {
  // A picture that is on its way to a surface when the sharing ends is nobody's any more.
  problems.allow(/VideoFrame was garbage collected/);
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  const link = await ann.startCall();
  await bob.joinCall(link);
  await expect(ann.tileOf(bob)).toBeVisible();

  await ann.button("Share screen").click();
  await expectToRead(bob, ann, 0);
  await ann.page.evaluate(() => screenControl.turnTo(1));
  await expectToRead(bob, ann, 1);

  // Nothing happens on the screen any more, and yet it is there for who comes now; and there may be a second one.
  const eve = await people.open("Eve");
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
