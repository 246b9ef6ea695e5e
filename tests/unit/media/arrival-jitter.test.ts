import { expect, test } from "vitest";
import { ArrivalJitter } from "../../../src/media/arrival-jitter.ts";

const learned = (...transits: number[]) => {
  const jitter = new ArrivalJitter();
  for (const transit of transits) jitter.learn(transit);
  return jitter;
};

test("is nothing while packets come evenly, whatever the clocks say", () => {
  expect(new ArrivalJitter().spread).toBe(0);
  expect(learned(5000).spread).toBe(0);
  expect(learned(-7000, -7000, -7000).spread).toBe(0);
});

test("is what the slow ones take longer than the fastest", () => {
  expect(learned(100, 130, 110, 100).spread).toBe(30 - 20);
  expect(learned(...Array.from({ length: 100 }, (_, i) => i % 10)).spread).toBe(9);
});

test("does not wait for the slowest few", () => {
  const rare = Array.from({ length: 200 }, (_, i) => (i % 67 === 3 ? 5000 : 0));
  expect(learned(...rare).spread).toBe(0);
  const frequent = Array.from({ length: 200 }, (_, i) => (i % 20 === 3 ? 5000 : 0));
  expect(learned(...frequent).spread).toBe(5000);
});

test("forgets what was two seconds ago", () => {
  const jitter = learned(...Array(100).fill(5000), ...Array(100).fill(0));
  expect(jitter.spread).toBe(5000);
  for (let i = 0; i < 100; i++) jitter.learn(0);
  expect(jitter.spread).toBe(0);
});

test("knows the fastest of late", () => {
  const jitter = learned(100, 90, 120);
  expect(jitter.fastest).toBe(90);
  for (let i = 0; i < 198; i++) jitter.learn(110);
  expect(jitter.fastest, "still remembered").toBe(90);
  jitter.learn(110);
  expect(jitter.fastest).toBe(110);
});

test("another clock does not make it forget how uneven the network is", () => {
  const jitter = learned(...Array.from({ length: 100 }, (_, i) => i % 10));
  jitter.rebase();
  jitter.learn(1e9 + 4);
  expect(jitter.fastest).toBe(1e9 + 4);
  expect(jitter.spread).toBe(9);
  jitter.learn(1e9);
  expect(jitter.fastest).toBe(1e9);
  expect(jitter.spread).toBe(13);
});
