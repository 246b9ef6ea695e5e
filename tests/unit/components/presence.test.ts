import { expect, test } from "vitest";
import { missedText, presenceText } from "../../../src/components/home/presence.ts";
import { contact } from "../../fakes/states.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = new Date(2026, 10, 21, 15, 30).getTime();

test.each([
  [0, "Last seen just now"],
  [MINUTE - 1, "Last seen just now"],
  [MINUTE, "Last seen 1 minute ago"],
  [5.9 * MINUTE, "Last seen 5 minutes ago"],
  [HOUR, "Last seen 1 hour ago"],
  [23.9 * HOUR, "Last seen 23 hours ago"],
  [DAY, "Last seen yesterday"],
  [6 * DAY, "Last seen 6 days ago"],
  [-5 * MINUTE, "Last seen just now"],
])("a device that was heard %i ms ago", (passed, words) => {
  const away = contact("Noor", { online: false, lastSeen: now - passed });
  expect(presenceText(away, true, now)).toBe(words);
});

test("after a week it is the date that helps", () => {
  const away = contact("Noor", { online: false, lastSeen: new Date(2026, 9, 3).getTime() });
  expect(presenceText(away, true, now)).toMatch(/^Last seen on .*2026/);
});

test("online, and never heard since the pairing", () => {
  expect(presenceText(contact("Noor"), true, now)).toBe("Online");
  expect(presenceText(contact("Noor", { online: false, lastSeen: undefined }), true, now)).toBe("Offline");
});

test("whoever is not connected knows of nobody, whatever was known before", () => {
  for (const change of [
    { online: true },
    { online: false, lastSeen: now },
    { online: false, lastSeen: undefined },
  ]) {
    expect(presenceText(contact("Noor", change), false, now)).toBe("Not connected");
  }
});

test("a missed call of today has a time, an older one a date as well", () => {
  expect(missedText(contact("Noor"), now)).toBeUndefined();
  const today = missedText(contact("Noor", { missedAt: new Date(2026, 10, 21, 14, 3).getTime() }), now);
  expect(today).toMatch(/^Missed call at .*:03/);
  expect(today).not.toMatch(/2026/);
  const older = missedText(contact("Noor", { missedAt: new Date(2026, 10, 19, 14, 3).getTime() }), now);
  expect(older).toMatch(/^Missed call on Nov 19.*:03/);
});
