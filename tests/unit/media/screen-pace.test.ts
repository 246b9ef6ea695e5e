import { expect, test } from "vitest";
import { ScreenPace } from "../../../src/media/screen-pace.ts";

/** When pictures are sent from `from` to `to`, milliseconds, by a sender that looks when it is told to. */
function sendTimes(
  pace: ScreenPace,
  { from, to, frameRate }: { from: number; to: number; frameRate: number },
) {
  const times: number[] = [];
  for (let now = from; now < to; now += Math.max(1, pace.wait(now, frameRate))) {
    if (pace.wait(now, frameRate) > 0) continue;
    pace.handleSent(now);
    times.push(now);
  }
  return times;
}

test("a new picture is sent at once, and no more of them than there may be", () => {
  const pace = new ScreenPace();
  pace.handlePicture(1_000);
  expect(pace.wait(1_000, 5)).toBe(0);
  pace.handleSent(1_000);
  pace.handlePicture(1_050);
  expect(pace.wait(1_050, 5)).toBe(150);
  expect(pace.wait(1_200, 5)).toBe(0);
});

test("a picture that stays is sent again until it is sharp, then once a second", () => {
  const pace = new ScreenPace();
  pace.handlePicture(0);
  const times = sendTimes(pace, { from: 0, to: 6_000, frameRate: 30 });
  expect(times.filter((time) => time < 2_000)).toEqual(Array.from({ length: 10 }, (_, i) => 200 * i));
  expect(times.filter((time) => time > 2_500)).toEqual([2_800, 3_800, 4_800, 5_800]);
});

test("where few may be sent, sharpening takes no more of them", () => {
  const pace = new ScreenPace();
  pace.handlePicture(0);
  expect(sendTimes(pace, { from: 0, to: 2_000, frameRate: 2 })).toEqual([0, 500, 1_000, 1_500]);
});
