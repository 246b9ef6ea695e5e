import { expect, test } from "vitest";
import { ArrivalJitter } from "../../../src/media/arrival-jitter.ts";
import { samplesIn } from "../../../src/media/sound.ts";

const PACKET = samplesIn(10);

/** One packet after another, each so many milliseconds late; the sender's clock shows `clock` more. */
function learn(
  jitter: ArrivalJitter,
  delays: readonly number[],
  { from = 0, clock = 0, isCopy = false } = {},
) {
  for (const [i, late] of delays.entries()) {
    const sent = samplesIn(from) + i * PACKET;
    jitter.learn(sent + samplesIn(late), sent + clock, PACKET, isCopy);
  }
  return jitter;
}

const learned = (...delays: number[]) => learn(new ArrivalJitter(), delays);
const many = (count: number, delay: (index: number) => number) =>
  Array.from({ length: count }, (_, i) => delay(i));

test("is nothing while packets come evenly, whatever the clocks say", () => {
  expect(new ArrivalJitter().spread).toBe(0);
  for (const clock of [5000, -7000, 1e12]) {
    const jitter = learn(
      new ArrivalJitter(),
      many(100, () => 3),
      { clock },
    );
    expect(jitter.spread).toBe(0);
    expect(jitter.fastest).toBe(samplesIn(3) - clock);
  }
});

test("is what the slow ones take longer than the fastest", () => {
  expect(learned(...many(1000, (i) => 20 + (i % 10))).spread).toBe(samplesIn(9));
});

test("does not wait for the slowest few, unless they come again and again", () => {
  const stalls = (every: number) => many(6000, (i) => Math.max(0, 60 - 10 * (i % every)));
  expect(learned(...stalls(400)).spread).toBeLessThanOrEqual(samplesIn(1));
  expect(learned(...stalls(50)).spread).toBeGreaterThanOrEqual(samplesIn(50));
});

test("waits for what comes as a copy sooner than for what is late", () => {
  const every = (nth: number) => many(3000, (i) => (i % nth === nth - 1 ? 20 : 0));
  expect(learned(...every(250)).spread).toBe(0);
  const jitter = new ArrivalJitter();
  for (const [i, late] of every(250).entries())
    jitter.learn(i * PACKET + samplesIn(late), i * PACKET, PACKET, late > 0);
  expect(jitter.spread).toBe(samplesIn(20));
});

test("forgets, but not at once", () => {
  const jitter = learned(...many(3000, (i) => 4 * (i % 20)));
  const uneven = jitter.spread;
  expect(uneven).toBeGreaterThanOrEqual(samplesIn(60));
  learn(
    jitter,
    many(100, () => 0),
    { from: 30_000 },
  );
  expect(jitter.spread).toBeGreaterThan(uneven / 2);
  learn(
    jitter,
    many(4000, () => 0),
    { from: 31_000 },
  );
  expect(jitter.spread).toBe(0);
});

test("makes little of the bustle of a beginning", () => {
  const jitter = learned(...many(100, (i) => 200 - 40 * (i % 5)));
  learn(
    jitter,
    many(300, () => 0),
    { from: 1_000 },
  );
  expect(jitter.spread).toBe(0);
});

test("knows the fastest of the last two seconds", () => {
  const jitter = learned(10, 9, 12);
  expect(jitter.fastest).toBe(samplesIn(9));
  learn(
    jitter,
    many(190, () => 11),
    { from: 30 },
  );
  expect(jitter.fastest, "still remembered").toBe(samplesIn(9));
  learn(
    jitter,
    many(20, () => 11),
    { from: 1930 },
  );
  expect(jitter.fastest).toBe(samplesIn(11));
});

test("a path that has become slower as a whole is no less even", () => {
  const jitter = learned(...many(1000, (i) => i % 10));
  learn(
    jitter,
    many(150, (i) => 100 + (i % 10)),
    { from: 10_000 },
  );
  expect(jitter.spread).toBeGreaterThan(samplesIn(90));
  learn(
    jitter,
    many(100, (i) => 100 + (i % 10)),
    { from: 11_500 },
  );
  expect(jitter.spread).toBe(samplesIn(9));
});

test("another clock does not make it forget how uneven the network is", () => {
  const jitter = learned(...many(1000, (i) => i % 10));
  jitter.rebase();
  jitter.learn(samplesIn(10_000), 1e9, PACKET, false);
  expect(jitter.fastest).toBe(samplesIn(10_000) - 1e9);
  expect(jitter.spread).toBe(samplesIn(9));
});
