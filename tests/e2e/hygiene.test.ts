// What a page may do, and what it leaves behind. That no page of any test talks to another origin or prints an error
// is watched over by the fixtures.
import { installCensus, takeCensus } from "./census.ts";
import { expectToMeet } from "./expectations.ts";
import { expect, test } from "./people.ts";

/** The engine is the page's, and lives as long. */
const nothing = { audioContexts: 0, tracks: 0, workers: 1 };

test("the page cannot talk to strangers, nor run or show what it did not bring", async ({
  page,
  problems,
}) => {
  problems.allow(/Content Security Policy|TrustedHTML|TrustedScript|requires 'Trusted/);
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Start a call" })).toBeVisible();

  const attempts = await page.evaluate(async () => ({
    stranger: await fetch("https://192.0.2.1/").then(
      () => "answered",
      () => "refused",
    ),
    markup: (() => {
      try {
        document.body.innerHTML = "<p>Anything</p>";
        return "shown";
      } catch {
        return "refused";
      }
    })(),
    script: await new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", () => resolve("refused"), { once: true });
      const script = document.createElement("script");
      script.src = "https://192.0.2.1/evil.js";
      script.onload = () => resolve("ran");
      document.head.append(script);
    }).catch(() => "refused"),
    sharedMemory: crossOriginIsolated,
  }));
  expect(attempts).toEqual({
    stranger: "refused",
    markup: "refused",
    script: "refused",
    sharedMemory: true,
  });
});

test("leaving a call closes everything that it opened", async ({ people, relay }) => {
  const ann = await people.open("Ann", { devices: "browser" });
  const bob = await people.open("Bob", { devices: "browser" });
  await bob.page.context().addInitScript(installCensus);
  await bob.joinCall(await ann.startCall());
  await expect.poll(() => bob.lookAt(ann)).toBeDefined();
  const during = await takeCensus(bob.page);
  expect(during).toMatchObject({ tracks: 2, workers: 1 });
  expect(during.audioContexts).toBeGreaterThan(0);

  await bob.button("Leave call").click();
  await expect.poll(() => takeCensus(bob.page)).toEqual(nothing);
  await ann.button("Leave call").click();
  await expect
    .poll(async () => await (await fetch(new URL("/metrics", relay.url))).text())
    .toMatch(/^kith_connections\{carrier="webtransport"\} 0$[\s\S]*^kith_members 0$/m);
});

test("leaving a preview closes what it opened", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob", { devices: "browser" })];
  await bob.page.context().addInitScript(installCensus);
  await bob.openInvite(await ann.startCall());
  await expect.poll(async () => (await takeCensus(bob.page)).tracks).toBe(2);

  await bob.button("Cancel").click();
  await expect(bob.button("Start a call")).toBeVisible();
  await expect.poll(() => takeCensus(bob.page)).toEqual(nothing);
});

test("five calls in a row, and the sixth is as good as the first", async ({ people }) => {
  const [ann, bob] = [await people.open("Ann"), await people.open("Bob")];
  await ann.page.context().addInitScript(installCensus);
  await ann.page.goto("/");
  for (let call = 0; call < 5; call++) {
    await ann.button("Start a call").click();
    await expect(ann.status).toContainText("Connected");
    await ann.button("Leave call").click();
  }
  await expect.poll(() => takeCensus(ann.page)).toEqual(nothing);

  await ann.button("Start a call").click();
  await ann.setName();
  await bob.joinCall(await ann.inviteLink());
  await expectToMeet(ann, bob);
});
