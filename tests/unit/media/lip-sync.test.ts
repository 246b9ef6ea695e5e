import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { LipSync } from "../../../src/media/lip-sync.ts";

const TOLERANCE = 100;
const SENDER = 5e11;
let sync: LipSync;
beforeEach(() => {
  sync = new LipSync({ audio: 48_000, video: 90_000 });
});

/** Media of the moment `at` of the sender, by timestamps that began anywhere. */
const soundOf = (at: number) => 777 + at * 48;
const pictureOf = (at: number) => 99_999 + at * 90;

function meet({ sound, buffered }: { sound: number; buffered: number | undefined }): void {
  sync.handleReport("audio", SENDER + 1_000, soundOf(1_000));
  sync.handleReport("video", SENDER + 1_000, pictureOf(1_000));
  for (let at = 2_000; at < 4_000; at += 10) sync.handleSound(soundOf(at), at + sound);
  sync.handlePlayout(buffered);
}

test("pictures that come after their sound are not held", () => {
  meet({ sound: 20, buffered: 20 });
  expect(sync.hold(pictureOf(4_000), 4_060)).toBe(0);
  expect(sync.skew).toBeCloseTo(20, 3);
});

test("pictures that come before it wait, but for what nobody would notice", () => {
  meet({ sound: 20, buffered: 110 });
  expect(sync.hold(pictureOf(4_000), 4_018)).toBeCloseTo(112 - TOLERANCE, 3);
  expect(sync.skew).toBeCloseTo(-TOLERANCE, 3);
  expect(sync.hold(pictureOf(4_000), 4_060)).toBe(0);
  expect(sync.skew).toBeCloseTo(-70, 3);
});

test("pictures do not wait for sound that is very late, or that nobody plays", () => {
  meet({ sound: 20, buffered: 400 });
  expect(sync.hold(pictureOf(4_000), 4_018)).toBe(0);
  sync.handlePlayout(undefined);
  expect(sync.hold(pictureOf(4_000), 4_018)).toBe(0);
  expect(sync.skew).toBeUndefined();
});

test("nothing is held before the sender has said how its tracks belong together", () => {
  sync.handlePlayout(50);
  sync.handleSound(soundOf(1_000), 1_020);
  sync.handleReport("audio", SENDER, soundOf(0));
  sync.handleSound(soundOf(1_010), 1_030);
  expect(sync.hold(pictureOf(1_010), 1_030)).toBe(0);
});

test("what is shown is never further from its sound than it came, whatever the delays", () => {
  const ms = fc.double({ min: 0, max: 200, noNaN: true });
  fc.assert(
    fc.property(ms, ms, ms, (sound, buffered, picture) => {
      sync = new LipSync({ audio: 48_000, video: 90_000 });
      meet({ sound, buffered });
      const held = sync.hold(pictureOf(4_000), 4_000 + picture);
      const skew = picture + held - sound - buffered;
      expect(sync.skew).toBeCloseTo(skew, 3);
      expect(Math.abs(skew)).toBeLessThanOrEqual(
        Math.max(TOLERANCE, Math.abs(picture - sound - buffered)) + 0.01,
      );
    }),
  );
});
