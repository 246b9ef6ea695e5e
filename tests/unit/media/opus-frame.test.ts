import { expect, test } from "vitest";
import { opusDuration } from "../../../src/media/opus-frame.ts";

/** The first byte: how it is coded, one channel, how many frames. */
const head = (configuration: number, frames = 0) => (configuration << 3) | frames;

test.each([
  [0, 10],
  [1, 20],
  [2, 40],
  [3, 60],
  [8, 10],
  [11, 60],
  [12, 10],
  [13, 20],
  [14, 10],
  [15, 20],
  [16, 2.5],
  [17, 5],
  [18, 10],
  [19, 20],
  [31, 20],
])("configuration %d lasts %d ms", (configuration, milliseconds) => {
  expect(opusDuration(Uint8Array.of(head(configuration), 1))).toBe(48 * milliseconds);
});

test("several frames last as long as all of them", () => {
  expect(opusDuration(Uint8Array.of(head(18, 1)))).toBe(960);
  expect(opusDuration(Uint8Array.of(head(18, 2)))).toBe(960);
  expect(opusDuration(Uint8Array.of(head(18, 3), 0x80 | 3))).toBe(1440);
});
