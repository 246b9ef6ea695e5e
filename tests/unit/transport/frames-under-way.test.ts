import { beforeEach, expect, test } from "vitest";
import { FramesUnderWay, type UnderWay } from "../../../src/transport/frames-under-way.ts";
import { limits } from "../../../src/transport/wire/limits.ts";

let frames: FramesUnderWay;
beforeEach(() => {
  frames = new FramesUnderWay();
});

/** A stream whose last byte leaves at `time`. */
function send(time: number): UnderWay {
  const stream = frames.begin();
  stream.since = time;
  return stream;
}

/** One that takes `time`, from `start` on. */
function deliver(start: number, time: number): void {
  frames.end(send(start), true, start + time);
}

test("a long path is not a crowded one", () => {
  for (let now = 0; now < 3_000; now += 33) deliver(now, 250);
  for (let i = 0; i < 8; i++) send(3_000 + i * 33);
  expect(frames.isCrowded(3_250)).toBe(false);
});

test("one that takes much longer than the quickest holds back the next", () => {
  deliver(0, 50);
  const slow = send(100);
  send(133);
  expect(frames.isCrowded(300)).toBe(false);
  expect(frames.isCrowded(301)).toBe(true);
  frames.end(slow, true, 310);
  expect(frames.isCrowded(311)).toBe(false);
});

test("one that others have overtaken is being repeated, and holds nothing back", () => {
  deliver(0, 50);
  send(100);
  const later = send(133);
  send(166);
  expect(frames.isCrowded(310)).toBe(true);
  frames.end(later, true, 310);
  expect(frames.isCrowded(310)).toBe(false);
  expect(frames.isCrowded(367), "until the next is late, too").toBe(true);
});

test("one that more is put on is not late", () => {
  deliver(0, 50);
  frames.begin();
  expect(frames.isCrowded(1_000)).toBe(false);
});

test("however fast they go, there are not too many", () => {
  deliver(0, 50);
  for (let i = 0; i < limits.openFrames; i++) send(100);
  expect([frames.size, frames.isCrowded(101)]).toEqual([limits.openFrames, true]);
});

test("what was given up says nothing of the path", () => {
  deliver(0, 200);
  frames.end(send(300), false, 305);
  send(400);
  expect(frames.isCrowded(700)).toBe(false);
});

test("a path that has become longer is believed after a while", () => {
  for (let now = 0; now < 5_000; now += 100) deliver(now, 20);
  for (let now = 5_000; now < 26_000; now += 500) deliver(now, 400);
  send(26_000);
  expect(frames.isCrowded(26_500)).toBe(false);
});

test("nothing is known at first, and little is risked", () => {
  send(0);
  expect([frames.isCrowded(500), frames.isCrowded(501)]).toEqual([false, true]);
});
