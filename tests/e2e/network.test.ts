// Bad networks: worse, but never over.
import type { LinkOptions } from "../shaper/link-options.ts";
import { expect, test } from "./cable.ts";
import { expectToMeet, shareHeard, shareOfNewPictures } from "./expectations.ts";
import { expectStatistics, keepStatistics } from "./statistics-probe.ts";

/** A busy radio at the far end of the flat. Both ways have it, so a packet runs the gauntlet twice. */
const rough: LinkOptions = {
  delayMs: 10,
  jitterMs: 30,
  jitterReorders: true,
  loss: 0.05,
  reorder: 0.02,
  duplicate: 0.02,
};

/** Every fifth packet lost, several in a row. */
const terrible: LinkOptions = { ...rough, burstLoss: { mean: 0.15, burstLength: 4 } };

test("5 % loss, 30 ms jitter, reordering, duplicates: pictures move and voices are heard", async ({
  people,
  cable,
}) => {
  cable.udp.setUplink(rough);
  cable.udp.setDownlink(rough);
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await keepStatistics(ann);
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);

  // What leaves by one connection only waits too often.
  await expectStatistics(ann, "everything leaves twice", ({ transport }) => transport?.ways === 2);
  expect(await shareOfNewPictures(ann, bob)).toBeGreaterThan(0.5);
  expect(await shareHeard(ann, bob)).toBeGreaterThan(0.7);
  expect(await shareHeard(bob, ann)).toBeGreaterThan(0.7);
  await expect(ann.status).toHaveText(/Connected/);
  const { uplink, downlink } = cable.udp.stats;
  for (const { lost, duplicated, heldBack } of [uplink, downlink])
    expect(Math.min(lost, duplicated, heldBack)).toBeGreaterThan(0);
});

test("8 % lost on the way down alone: what comes comes twice", async ({ people, cable }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await keepStatistics(ann);
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
  cable.udp.setDownlink({ loss: 0.08, delayMs: 10 });

  await expectStatistics(ann, "everything comes twice", ({ transport }) => transport?.ways === 2);
  expect(await shareOfNewPictures(ann, bob)).toBeGreaterThan(0.5);
  expect(await shareHeard(ann, bob)).toBeGreaterThan(0.7);
});

test("20 % loss in bursts: the call lives, and is good again when the network is", async ({
  people,
  cable,
  problems,
}) => {
  // A connection may be given up for a new one.
  problems.allow(/Failed to establish a connection/);
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);

  cable.udp.setUplink(terrible);
  cable.udp.setDownlink(terrible);
  expect(await shareOfNewPictures(ann, bob), "new pictures of Bob that Ann sees").toBeGreaterThan(0);
  expect(await shareHeard(ann, bob), "how much of Bob Ann hears").toBeGreaterThan(0.3);

  cable.udp.setUplink({});
  cable.udp.setDownlink({});
  await expectToMeet(ann, bob);
});

test("a path too narrow for QUIC's packets: the call goes another way", async ({
  people,
  cable,
  problems,
}) => {
  problems.allow(/Failed to establish a connection/);
  const narrow: LinkOptions = { mtuBytes: 1_100 };
  cable.udp.setUplink(narrow);
  cable.udp.setDownlink(narrow);
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);
});
