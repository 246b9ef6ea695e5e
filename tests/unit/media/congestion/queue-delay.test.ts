import fc from "fast-check";
import { expect, test } from "vitest";
import { QueueDelay } from "../../../../src/media/congestion/queue-delay.ts";
import type { Arrival, Carrier } from "../../../../src/media/congestion/rate-control.ts";

const OFFSET = 7_000;
const SHORTEST = 30;

/** Sends a datagram every 20 ms and a frame every 33, with what `extra` adds to the shortest way. */
function feed(
  queue: QueueDelay,
  from: number,
  to: number,
  extra: (carrier: Carrier, now: number) => number,
): void {
  for (let start = from; start < to; start += 100) {
    const at = (carrier: Carrier, sentAt: number): Arrival => ({
      carrier,
      sentAt,
      arrivedAt: sentAt + OFFSET + SHORTEST + extra(carrier, sentAt),
      size: 100,
    });
    const datagrams = [0, 20, 40, 60, 80].map((offset) => at("datagram", start + offset));
    const frames = [10, 43, 76].map((offset) => at("stream", start + offset));
    queue.learn([...datagrams, ...frames].sort((a, b) => a.sentAt - b.sentAt));
  }
}

test("is nothing on an empty path, whatever the clocks show", () => {
  const queue = new QueueDelay();
  expect(queue.current).toBe(0);
  feed(queue, 0, 5_000, () => 0);
  expect(queue.current).toBe(0);
});

test("is what everything takes longer than before", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000 }), (delay) => {
      const queue = new QueueDelay();
      feed(queue, 0, 2_000, () => 0);
      feed(queue, 2_000, 2_300, () => delay);
      expect(queue.current).toBeCloseTo(delay, 6);
    }),
  );
});

test("sees through jitter of 30 ms", () => {
  const queue = new QueueDelay();
  let most = 0;
  const jitter = (_: Carrier, now: number) => 15 + 15 * Math.sin(now * 12.9898);
  for (let now = 0; now < 20_000; now += 100) {
    feed(queue, now, now + 100, jitter);
    most = Math.max(most, queue.current);
  }
  expect(most).toBeLessThan(17);
});

test("does not take what QUIC sends again for a queue", () => {
  const queue = new QueueDelay();
  let frames = 0;
  feed(queue, 0, 10_000, (carrier) => (carrier === "stream" && frames++ % 2 === 0 ? 120 : 0));
  expect(queue.current).toBeLessThan(1);
});

test("sees frames that wait in the browser while datagrams overtake them", () => {
  const queue = new QueueDelay();
  feed(queue, 0, 2_000, () => 0);
  feed(queue, 2_000, 3_000, (carrier) => (carrier === "stream" ? 90 : 0));
  expect(queue.current).toBeCloseTo(90, 6);
});

test("forgets a way that was shorter within 20 s", () => {
  const queue = new QueueDelay();
  feed(queue, 0, 2_000, () => 0);
  feed(queue, 2_000, 20_000, () => 40);
  expect(queue.current).toBe(0);
});

test("stays small while a clock runs off by 100 ppm", () => {
  const queue = new QueueDelay();
  feed(queue, 0, 100_000, (_, now) => now * 1e-4);
  expect(queue.current).toBeLessThan(2);
});

test("learns nothing from what was lost", () => {
  const queue = new QueueDelay();
  feed(queue, 0, 2_000, () => 0);
  queue.learn([{ carrier: "datagram", sentAt: 2_000, arrivedAt: undefined, size: 100 }]);
  expect(queue.current).toBe(0);
});
