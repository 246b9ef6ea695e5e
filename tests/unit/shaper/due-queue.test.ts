import fc from "fast-check";
import { expect, test } from "vitest";
import { DueQueue } from "../../shaper/due-queue.ts";

interface Entry {
  readonly dueMs: number;
  readonly order: number;
}

test("hands out by due time, and in order of arrival when equal, however pushes and pops mix", () => {
  // Few different times make ties common; -1 stands for a pop.
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 200 }), (steps) => {
      const queue = new DueQueue<Entry>();
      const model: Entry[] = [];
      for (const [order, dueMs] of steps.entries()) {
        if (dueMs >= 0) {
          queue.push(dueMs, { dueMs, order });
          model.push({ dueMs, order });
          model.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
        } else {
          expect(queue.pop()).toEqual(model.shift());
        }
        expect(queue.size).toBe(model.length);
        expect(queue.nextDueMs).toBe(model[0]?.dueMs);
      }
    }),
  );
});

test("is empty after clear and usable again", () => {
  const queue = new DueQueue<string>();
  queue.push(2, "a");
  queue.push(1, "b");
  queue.clear();
  expect(queue.pop()).toBeUndefined();
  queue.push(3, "c");
  expect(queue.pop()).toBe("c");
});
