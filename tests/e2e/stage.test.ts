import { expectToMeet, expectToSee } from "./expectations.ts";
import { expect, type Person, test } from "./people.ts";
import { expectStatistics, keepStatistics } from "./statistics-probe.ts";

/** Three senders and six receivers on one machine. */
test.setTimeout(60_000);

test("whoever speaks is large, then whoever is pinned; what is out of sight is not decoded", async ({
  people,
}) => {
  const ann = await people.open("Ann");
  const bob = await people.open("Bob");
  const cat = await people.open("Cat");
  await keepStatistics(ann);
  const link = await ann.startCall();
  for (const guest of [bob, cat]) await guest.joinCall(link);
  await expectToMeet(ann, bob, cat);

  await ann.button("More").click();
  await ann.page.getByRole("menuitemradio", { name: "Speaker layout" }).click();
  await bob.button("Mute microphone").click();
  await expect.poll(() => isLarger(ann, cat, bob)).toBe(true);
  await bob.button("Unmute microphone").click();
  await cat.button("Mute microphone").click();
  await expect.poll(() => isLarger(ann, bob, cat)).toBe(true);

  await ann.button("Pin Cat").click();
  await expect.poll(() => isLarger(ann, cat, bob)).toBe(true);
  await expectToSee(ann, bob, cat);

  // Far below what the window shows.
  await ann.page.locator("kith-stage").evaluate((stage: HTMLElement) => {
    stage.style.translate = "0 300vh";
  });
  await expectStatistics(
    ann,
    "nothing is decoded",
    ({ peers }) => peers.length === 2 && peers.every(({ video }) => video.framesPerSecond === 0),
  );
  await ann.page.locator("kith-stage").evaluate((stage: HTMLElement) => {
    stage.style.translate = "";
  });
  await expectToSee(ann, bob, cat);
});

async function isLarger(viewer: Person, one: Person, other: Person): Promise<boolean> {
  const [large, small] = await Promise.all(
    [one, other].map(async (person) => await viewer.tileOf(person).boundingBox()),
  );
  return (large?.width ?? 0) > 2 * (small?.width ?? Number.POSITIVE_INFINITY);
}
