// What a call says of itself: the same figures that people, benches and tests go by.
import { expectToMeet } from "./expectations.ts";
import { expect, type Person, test } from "./people.ts";
import { expectStatistics, keepStatistics, statisticsOf } from "./statistics-probe.ts";

/** Packets that may be on their way when two ends are asked a second apart: a second of sound and of pictures, twice over. */
const BETWEEN_SNAPSHOTS = 300;

async function meet(ann: Person, bob: Person): Promise<void> {
  for (const person of [ann, bob]) await keepStatistics(person);
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
}

test("figures add up, and both ends agree on them", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await meet(ann, bob);
  const hers = await expectStatistics(
    ann,
    "thirty pictures and a second of sound have left",
    ({ sending: { audio, video } }) => (video?.framesSent ?? 0) > 30 && (audio?.packetsSent ?? 0) > 50,
  );
  const his = await expectStatistics(
    bob,
    "a snapshot after it",
    ({ timestamp }) => timestamp > hers.timestamp,
  );

  const { audio, video, feedback } = hers.sending;
  const tracks = [audio, video, feedback].map((track) => track?.bytesSent ?? Number.NaN);
  const sum = tracks.reduce((total, bytes) => total + bytes, 0);
  expect(Math.abs(sum - (hers.transport?.bytesSent ?? 0)) / sum).toBeLessThan(0.02);
  const [she] = his.peers;
  for (const [sent, received] of [
    [audio?.packetsSent ?? Number.NaN, she?.audio],
    [video?.packetsSent ?? Number.NaN, she?.video],
  ] as const) {
    const known = (received?.packetsReceived ?? Number.NaN) + (received?.packetsLost ?? Number.NaN);
    expect(known).toBeGreaterThan(sent - BETWEEN_SNAPSHOTS);
    expect(known).toBeLessThan(sent + BETWEEN_SNAPSHOTS);
  }
  expect(video?.codec).toBe(she?.video.codec);
  expect(she?.video.framesDecoded).toBeGreaterThan(0);
  expect(she?.audio.playout?.totalSamplesReceived).toBeGreaterThan(48_000);
});

test("say how far the other is, and why the picture is what it is", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await meet(ann, bob);
  const { sending, peers } = await expectStatistics(
    ann,
    "a round trip is known",
    ({ peers: [peer] }) => peer?.roundTripTime !== undefined,
  );
  expect(peers[0]?.roundTripTime).toBeLessThan(1_000);
  expect(sending.reason).toMatch(/^[a-z-]+$/);
  expect(["none", "bitrate", "loss", "cpu"]).toContain(sending.qualityLimitationReason);
  expect(sending.targetBitrate).toBeGreaterThanOrEqual(40_000);
  const { frameWidth = 0, frameHeight = 1 } = sending.video ?? {};
  expect(frameWidth / frameHeight).toBeCloseTo(16 / 9, 1);
});

test("pictures and sound of a person stay together", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await meet(ann, bob);
  const skews = async () =>
    (await statisticsOf(bob)).flatMap(({ peers: [peer] }) => peer?.video.skew ?? []).map(Math.abs);
  await expect
    .poll(async () => (await skews()).length, { message: "snapshots with a skew" })
    .toBeGreaterThan(5);
  const sorted = (await skews()).toSorted((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(125);
});

test("a page that is busy for a fifth of a second loses the pictures of that time and no more", async ({
  people,
}) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await meet(ann, bob);
  const shown = bob.page.locator("kith-tile video");
  const spells = await shown.evaluate(async (video: HTMLVideoElement) => {
    const next = () =>
      new Promise<{ presented: number; at: number }>((resolve) => {
        video.requestVideoFrameCallback((at, { presentedFrames }) =>
          resolve({ presented: presentedFrames, at }),
        );
      });
    const results: { busy: boolean; frames: number; seconds: number }[] = [];
    for (let spell = 0; spell < 6; spell++) {
      const busy = spell % 2 === 1;
      const start = await next();
      let last = start;
      while (last.at - start.at < 2_000) {
        if (busy) for (const end = performance.now() + 200; performance.now() < end; );
        last = await next();
      }
      results.push({ busy, frames: last.presented - start.presented, seconds: (last.at - start.at) / 1000 });
    }
    return results;
  });
  const rate = (wanted: boolean) => {
    const chosen = spells.filter(({ busy }) => busy === wanted);
    return (
      chosen.reduce((sum, { frames }) => sum + frames, 0) /
      chosen.reduce((sum, { seconds }) => sum + seconds, 0)
    );
  };
  // What shows the pictures is not the page's thread: most of them are shown even while it is busy.
  expect(rate(true)).toBeGreaterThan(0.7 * rate(false));
});

test("the panel shows the call's figures as they change", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await meet(ann, bob);
  await ann.press("Statistics");
  const receiving = ann.page.getByRole("figure", { name: "Receiving" }).last();
  await expect(receiving).toContainText(/\d [kM]b\/s/);
  const before = await receiving.textContent();
  await expect(receiving).not.toHaveText(before ?? "");
  await expect(ann.page.getByText(/Bob.s picture arrives as \d+ × \d+\./)).toBeVisible();
});

test("a device where everything works is ready for calls", async ({ people }) => {
  const ann = await people.open("Ann");
  await ann.page.goto("/");
  await ann.button("Check this device").click();
  await expect(ann.page.getByText("This device is ready for calls.")).toBeVisible({ timeout: 15_000 });
  await expect(ann.page.getByText("The quickest way to the relay is open (UDP).")).toBeVisible();
});
