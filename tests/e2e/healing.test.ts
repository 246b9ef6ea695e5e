// What breaks in the middle of a call, and comes back without a hand on anything.
import { expectToHear, expectToMeet, expectToSee } from "./expectations.ts";
import { launchBrowser } from "./own-browser.ts";
import { expect, type Person, test } from "./people.ts";

/** What Chromium prints about a relay that does not answer. */
const UNREACHABLE =
  /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|Failed to establish a connection/;

/** Marks the tile, so that a later one in its place can be told from it. */
async function markTile(viewer: Person, other: Person): Promise<void> {
  await viewer.tileOf(other).evaluate((tile) => tile.setAttribute("data-seen-before", ""));
}

async function expectSameTile(viewer: Person, other: Person): Promise<void> {
  await expect(viewer.tileOf(other)).toHaveCount(1);
  await expect(viewer.tileOf(other)).toHaveAttribute("data-seen-before");
}

/** Six seconds of silence until the relay is sure, four more in which the other might come back. */
async function expectToLose(viewer: Person, other: Person): Promise<void> {
  await expect(viewer.tileOf(other)).toContainText("Connection lost", { timeout: 9_000 });
  await expect(viewer.tileOf(other)).toHaveCount(0, { timeout: 7_000 });
  await expect(viewer.status).toContainText("Connected");
}

/** Runs `heal` and says how long it took, for whoever reads the test's output. */
async function timed(what: string, heal: () => Promise<void>): Promise<void> {
  const start = performance.now();
  await heal();
  console.log(`${what}: ${Math.round(performance.now() - start)} ms`);
}

test("the relay crashes and comes back", async ({ people, relay, problems }) => {
  problems.allow(UNREACHABLE);
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
  await markTile(ann, bob);
  await markTile(bob, ann);

  await relay.kill();
  for (const person of [ann, bob]) await expect(person.status).toContainText("Reconnecting…");
  await relay.ensureRunning();
  await timed("sound and picture back both ways after the relay is", () => expectToMeet(ann, bob));
  for (const person of [ann, bob]) await expect(person.status).toContainText("Connected");
  await expectSameTile(ann, bob);
  await expectSameTile(bob, ann);
});

test("the relay is restarted in good order", async ({ people, relay, problems }) => {
  problems.allow(UNREACHABLE);
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
  await markTile(ann, bob);

  await relay.stop();
  await expect(ann.status).toContainText("Reconnecting…");
  await relay.ensureRunning();
  await timed("sound and picture back both ways after a restart", () => expectToMeet(ann, bob));
  await expectSameTile(ann, bob);
});

test("people whose browser is killed, or whose page crashes, are shown as lost, then gone", async ({
  people,
}) => {
  const own = await launchBrowser();
  try {
    const [ann, cyd] = [await people.open("Ann"), await people.open("Cyd")];
    const bob = await people.open("Bob", { browser: own.browser });
    const link = await ann.startCall();
    for (const guest of [bob, cyd]) await guest.joinCall(link);
    await expectToSee(ann, bob, cyd);

    const devtools = await cyd.page.context().newCDPSession(cyd.page);
    const crashed = cyd.page.waitForEvent("crash");
    devtools.send("Page.crash").catch(() => undefined);
    own.kill();
    await crashed;
    await Promise.all([expectToLose(ann, bob), expectToLose(ann, cyd)]);
  } finally {
    await own.close();
  }
});

test("somebody who closes the page is gone at once", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToHear(ann, [bob]);

  await bob.page.close();
  await expect(ann.tileOf(bob)).toHaveCount(0, { timeout: 1_000 });
});

test("somebody who reloads the page can join again, and there is one of them", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  const link = await ann.startCall();
  await bob.joinCall(link);
  await expectToHear(ann, [bob]);

  await bob.page.reload();
  await expect(ann.tileOf(bob)).toHaveCount(0);
  await bob.joinCall(link);
  await expectToMeet(ann, bob);
  await expect(ann.tileOf(bob)).toHaveCount(1);
});
