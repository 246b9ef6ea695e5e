import { expect, test } from "vitest";
import { LossyDirection } from "../../../src/transport/lossy-direction.ts";

const PING = 500;
const PER_PING = 40;

/** A direction, and how to let so many seconds pass in which such a share is lost. Returns the time. */
function open() {
  const direction = new LossyDirection();
  let [time, sent, arrived] = [0, 0, 0];
  const pass = (seconds: number, loss: number): number => {
    for (const end = time + 1000 * seconds; time < end; time += PING) {
      direction.note({ at: time, took: 50, sent, arrived }, time);
      sent += PER_PING;
      arrived += Math.round(PER_PING * (1 - loss));
    }
    return time;
  };
  return { direction, pass };
}

test("what a second way made worse waits its minute, also when that way breaks for the other direction", () => {
  const { direction, pass } = open();
  direction.begin(pass(6, 0.1));
  expect(direction.isTwice).toBe(true);
  const worse = pass(12, 0.5);
  expect(direction.isTwice).toBe(false);
  direction.end(worse);
  pass(30, 0.1);
  expect(direction.isTwice).toBe(false);
  pass(40, 0.1);
  expect(direction.isTwice).toBe(true);
});
