import { expect, test } from "vitest";
import { choiceOf, expiries, termsOf, termsText } from "../../../src/components/call/invite-terms.ts";
import { speakOfAll } from "../../../src/components/strings.ts";
import { inviteState } from "../../fakes/states.ts";

await speakOfAll();

const now = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

test("a choice becomes terms that begin now", () => {
  const choice = { uses: 2, guestsTalk: false };
  const ends = expiries.map((expiry) => termsOf({ ...choice, expiry }, now).expiresAt);
  expect(ends).toEqual([now + HOUR, now + 24 * HOUR, now + 7 * 24 * HOUR, undefined]);
  expect(termsOf({ ...choice, expiry: "hour" }, now)).toEqual({ expiresAt: now + HOUR, ...choice });
});

test("terms are found again among the choices, also when some of their time has passed", () => {
  for (const expiry of expiries) {
    const choice = { expiry, uses: 5, guestsTalk: true };
    expect(choiceOf(termsOf(choice, now), now + 60_000)).toEqual(choice);
  }
});

test("terms that are none of the choices begin with the nearest, and any number of people", () => {
  const terms = { expiresAt: now + 2 * HOUR, uses: 17, guestsTalk: true };
  expect(choiceOf(terms, now)).toEqual({ expiry: "day", uses: 0, guestsTalk: true });
});

test("what is special about a link is said, and nothing of one that is for everybody", () => {
  expect(termsText(inviteState())).toBe("");
  const text = termsText(inviteState({ expiresAt: now, uses: 2, used: 1, guestsTalk: false }));
  expect(text).toMatch(/^Good until .* · 1 of 2 have joined · To watch only$/);
});
