// What whoever owns the relay could have written down of a pairing and a call.
import { mkdtempSync } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectToMeet } from "./expectations.ts";
import { expect, test } from "./people.ts";

const folder = mkdtempSync(join(tmpdir(), "kith-"));
const tape = join(folder, "tape");
test.use({ relayEnv: { KITH_TAPE: tape } });
test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** How every H.264 stream begins that stands on a wire like ours. */
const PARAMETER_SET = Buffer.from([0, 0, 0, 1, 0x67, 0x42]);
/** How a VP8 key frame of the fake cameras begins, behind its first three bytes: start code, 640 × 360. */
const VP8_START = Buffer.from([0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]);

test("a relay that writes everything down has neither media, names, SDP nor PIN", async ({ people }) => {
  const ann = await people.open("Annabelle Quartermain");
  const bob = await people.open("Bartholomew Yelverton");
  const pin = (await ann.showPin()).replace(/\s/g, "");
  await bob.typePin(pin);
  for (const person of [ann, bob]) await person.button("Remember this device").click();
  for (const person of [ann, bob]) await person.button("Done").click();
  await bob.joinCall(await ann.startCall());
  await expectToMeet(ann, bob);

  // A good deal of the call is to be written down.
  await expect.poll(async () => (await stat(tape)).size).toBeGreaterThan(100_000);
  const written = await readFile(tape);
  expect(written.includes(pin.slice(0, 4)), "the public half of the PIN").toBe(true);
  for (const secret of ["Annabelle", "Quartermain", "Bartholomew", pin.slice(4), "v=0\r\n", "a=fingerprint"])
    expect(written.includes(secret), secret).toBe(false);
  for (const start of [PARAMETER_SET, VP8_START])
    expect(written.includes(start), start.toString("hex")).toBe(false);
});
