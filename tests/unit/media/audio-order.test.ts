import fc from "fast-check";
import { expect, test } from "vitest";
import { AudioCopies, type AudioFrame, unpackAudio } from "../../../src/media/audio-copies.ts";
import { AudioOrder, type ReadyFrame } from "../../../src/media/audio-order.ts";

const DURATION = 480;
/** The first byte of an Opus frame of 10 ms. */
const TEN_MS = 0x90;
const BEFORE = 12;

/** The frames in each of so many packets, with copies at these offsets. */
function packetsWith(offsets: readonly number[], count: number): AudioFrame[][] {
  const copies = new AudioCopies();
  return Array.from({ length: count }, (_, i) => {
    const timestamp = 96_000 + i * DURATION;
    const { payloadType, payload } = copies.pack({ timestamp, data: Uint8Array.of(TEN_MS, i) }, offsets);
    return unpackAudio(payloadType, payload, timestamp) ?? [];
  });
}

const number = ({ data }: ReadyFrame) => data[1] ?? -1;

/** Numbers of the frames to be decoded, after each of the packets that come; the first carries all its copies already. */
function decoded(offsets: readonly number[], arriving: readonly number[]): number[][] {
  const order = new AudioOrder();
  const packets = packetsWith(offsets, BEFORE + 20);
  return arriving.map((i) => order.put(packets[BEFORE + i] ?? []).map((frame) => number(frame) - BEFORE));
}

test("what comes in order is decoded at once", () => {
  for (const offsets of [[], [1, 2], [3, 6]])
    expect(decoded(offsets, [0, 1, 2, 3])).toEqual([[0], [1], [2], [3]]);
});

test("the next packet brings what is missing, and is decoded behind it", () => {
  expect(decoded([1], [0, 2, 3])).toEqual([[0], [1, 2], [3]]);
  expect(decoded([1, 2], [0, 3, 4])).toEqual([[0], [1, 2, 3], [4]]);
});

test("says which frames are copies", () => {
  const order = new AudioOrder();
  const packets = packetsWith([1], 3);
  order.put(packets[0] ?? []);
  expect(order.put(packets[2] ?? []).map(({ isCopy }) => isCopy)).toEqual([true, false]);
});

test("where copies are farther apart, frames wait for the one that is missing before them", () => {
  expect(decoded([3, 6], [0, 2, 3, 4, 5])).toEqual([[0], [], [], [1, 2, 3, 4], [5]]);
  expect(decoded([3, 6], [0, 2, 3, 5, 6, 7, 8])).toEqual([[0], [], [], [], [], [1, 2, 3, 4, 5, 6, 7], [8]]);
});

test("nothing is waited for of which no copy will come", () => {
  expect(decoded([], [0, 2, 3])).toEqual([[0], [2], [3]]);
  expect(decoded([1], [0, 3, 4, 5])).toEqual([[0], [2, 3], [4], [5]]);
  expect(decoded([3], [0, 2, 3, 5, 6, 7])).toEqual([[0], [], [], [2, 3], [], [4, 5, 6, 7]]);
});

test("a packet that was overtaken is decoded nevertheless, unless its copy was", () => {
  expect(decoded([], [0, 2, 1, 3])).toEqual([[0], [2], [1], [3]]);
  expect(decoded([1], [0, 2, 1, 3])).toEqual([[0], [1, 2], [], [3]]);
});

test("begins with the first packet, not with what was before it", () => {
  expect(decoded([1, 2], [4, 5])).toEqual([[4], [5]]);
});

test("a sender that begins anew has its copies heard, too", () => {
  const order = new AudioOrder();
  const packets = packetsWith([1], 5);
  order.put([{ timestamp: 1e6, data: Uint8Array.of(TEN_MS, 99) }]);
  expect([0, 2].map((i) => order.put(packets[i] ?? []).map(number))).toEqual([[0], [1, 2]]);
});

test("no more is held than there is any reason for, however far back copies reach", () => {
  const order = new AudioOrder();
  const data = Uint8Array.of(0x80, 0);
  const at = (i: number) =>
    order.put([
      { timestamp: 120 * i - 16_000, data },
      { timestamp: 120 * i, data },
    ]);
  const given = Array.from({ length: 100 }, (_, i) => at(i === 0 ? 0 : i + 1).length);
  expect(given.slice(0, 50).reduce((sum, count) => sum + count)).toBe(1);
  expect(given.reduce((sum, count) => sum + count)).toBe(100);
});

test("goes on after a pause, and with a sender that begins anew", () => {
  const order = new AudioOrder();
  const at = (timestamp: number, i: number): AudioFrame[] => [{ timestamp, data: Uint8Array.of(TEN_MS, i) }];
  const frames = [at(48_000, 0), at(480_000, 1), at(480_480, 2), at(0, 3), at(480, 4)];
  expect(frames.map((packet) => order.put(packet).map(number))).toEqual([[0], [1], [2], [3], [4]]);
});

test("whatever is lost, doubled or overtaken: each frame at most once, all that came, and nothing is kept for good", () => {
  const arrivals = fc.array(
    fc.record({ step: fc.integer({ min: -2, max: 3 }), times: fc.integer({ min: 1, max: 2 }) }),
    { maxLength: 100 },
  );
  fc.assert(
    fc.property(arrivals, fc.constantFrom([], [1], [1, 2], [3, 6], [4, 8, 12]), (steps, offsets) => {
      const packets = packetsWith(offsets, 255);
      const order = new AudioOrder();
      const seen: number[] = [];
      const came = new Set<number>();
      let at = 5;
      for (const { step, times } of steps) {
        at = Math.min(240, Math.max(5, at + step));
        for (let i = 0; i < times; i++) seen.push(...order.put(packets[at] ?? []).map(number));
        came.add(at);
      }
      for (const last of [253, 254]) seen.push(...order.put(packets[last] ?? []).map(number));
      expect(new Set(seen).size).toBe(seen.length);
      for (const i of came) expect(seen).toContain(i);
    }),
  );
});

test("a flood of frames that leave gaps is given out, not kept", () => {
  const order = new AudioOrder();
  let given = 0;
  for (let i = 0; i < 1000; i++) {
    const data = Uint8Array.of(TEN_MS, 0);
    const timestamp = 2 * i;
    given += order.put([
      { timestamp: timestamp - 16_000, data },
      { timestamp, data },
    ]).length;
  }
  expect(given).toBeGreaterThan(900);
});
