import { expect, test } from "vitest";
import { Outbox } from "../../../../../src/workers/engine/chat/outbox.ts";

const text = (words: string) => ({ type: "chat-text", text: words }) as const;

function take(outbox: Outbox): (number | undefined)[] {
  const taken: number[] = [];
  for (let next = outbox.take(); next !== undefined; next = outbox.take()) taken.push(next.number);
  return taken;
}

test("what is said goes out once, in order, and again when the way is another", () => {
  const outbox = new Outbox();
  for (const word of ["one", "two", "three"]) outbox.add(text(word));
  expect(take(outbox)).toEqual([1, 2, 3]);
  outbox.handleAck(1);
  outbox.rewind();
  expect(take(outbox)).toEqual([2, 3]);
});

test("whoever said it learns that it was heard, or that it will not be", () => {
  const outbox = new Outbox();
  const fates: string[] = [];
  for (const word of ["one", "two", "three"])
    outbox.add(text(word), (delivered) => fates.push(`${word} ${delivered}`));
  take(outbox);
  outbox.handleAck(2);
  outbox.handleAck(2);
  outbox.clear();
  expect(fates).toEqual(["one true", "two true", "three false"]);
  expect(outbox.add(text("four"))).toBe(4);
});

test("nothing can be confirmed that has not gone out", () => {
  const outbox = new Outbox();
  outbox.add(text("one"));
  outbox.handleAck(7);
  expect(take(outbox)).toEqual([1]);
});

test("not all of much is on its way at once, and not more than some of it waits", () => {
  const outbox = new Outbox();
  const page = text("x".repeat(4_000));
  let added = 0;
  while (outbox.add(page) !== undefined) added++;
  expect(added).toBeGreaterThan(30);
  expect(added).toBeLessThan(100);
  const first = take(outbox);
  expect(first).toEqual([1, 2]);
  outbox.handleAck(1);
  expect(take(outbox)).toEqual([3]);
  outbox.clear();
  expect(outbox.add(page)).toBe(added + 1);
});

test("one that is larger than what may be on its way goes out by itself", () => {
  const outbox = new Outbox();
  outbox.add(text("x".repeat(20_000)));
  outbox.add(text("y"));
  expect(take(outbox)).toEqual([1]);
});
