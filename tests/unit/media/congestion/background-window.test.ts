import { expect, test } from "vitest";
import { BackgroundWindow } from "../../../../src/media/congestion/background-window.ts";

const KiB = 1024;

/** A file over a path of so many bytes per millisecond and this round trip, for so long. Milliseconds. */
function send(rate: number, roundTrip: number, duration: number, isPressed = (_now: number) => false) {
  const window = new BackgroundWindow();
  const arriving: { at: number; end: number }[] = [];
  let [freeAt, end, longest] = [0, 0, 0];
  for (let now = 0; now < duration; now++) {
    for (; arriving[0] !== undefined && arriving[0].at <= now; arriving.shift())
      window.handleArrived(now, 1, arriving[0].end);
    for (let room = window.room(now, isPressed(now)); room > 0; room = window.room(now, isPressed(now))) {
      end += room;
      window.handleSent(now, 1, end, room);
      freeAt = Math.max(freeAt, now) + room / rate;
      if (now > duration / 2) longest = Math.max(longest, freeAt - now);
      arriving.push({ at: freeAt + roundTrip, end });
    }
  }
  return { sent: end, longest, window };
}

test.each([
  [125, 40],
  [1250, 20],
  [40, 60],
])("a path of %i bytes a millisecond is used, and no queue stays on it", (rate, roundTrip) => {
  const { sent, longest } = send(rate, roundTrip, 20_000);
  expect(sent).toBeGreaterThan(0.6 * rate * 20_000);
  // Two of the smallest pieces, on the slowest path.
  expect(longest).toBeLessThan(55);
});

test("while media want more, next to nothing is sent", () => {
  const { sent } = send(1250, 20, 10_000, () => true);
  expect(sent).toBeLessThanOrEqual((51 * KiB * 10_000) / 10_000);
});

test("and afterwards it grows again", () => {
  const pressed = send(1250, 20, 4_000, () => true).sent;
  const { sent } = send(1250, 20, 20_000, (now) => now < 4_000);
  expect(sent - pressed).toBeGreaterThan(0.3 * 1250 * 16_000);
});

test("what is given up takes no room", () => {
  const window = new BackgroundWindow();
  for (let end = 1; window.room(0, false) > 0; end++) window.handleSent(0, 1, end * KiB, KiB);
  window.forget(1);
  expect(window.room(0, false)).toBeGreaterThan(0);
});
