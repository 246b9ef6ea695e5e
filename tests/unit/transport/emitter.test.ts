import { afterEach, expect, test, vi } from "vitest";
import { Emitter } from "../../../src/transport/emitter.ts";

afterEach(() => void vi.restoreAllMocks());

interface Events {
  count: number;
  name: string;
}

test("calls every listener of an event, until it has unsubscribed", () => {
  const emitter = new Emitter<Events>();
  const heard: unknown[] = [];
  const unsubscribe = emitter.on("count", (count) => heard.push(count));
  emitter.on("count", (count) => heard.push(-count));
  emitter.emit("count", 1);
  emitter.emit("name", "nobody listens");
  unsubscribe();
  emitter.emit("count", 2);
  expect(heard).toEqual([1, -1, -2]);
});

test("a listener may unsubscribe while it is called", () => {
  const emitter = new Emitter<Events>();
  const heard: number[] = [];
  const unsubscribe = emitter.on("count", (count) => {
    heard.push(count);
    unsubscribe();
  });
  emitter.on("count", (count) => heard.push(10 * count));
  emitter.emit("count", 1);
  emitter.emit("count", 2);
  expect(heard).toEqual([1, 10, 20]);
});

test("what a listener throws is an uncaught error, and stops neither the others nor the one who emits", () => {
  const uncaught: VoidFunction[] = [];
  vi.spyOn(globalThis, "queueMicrotask").mockImplementation((task) => void uncaught.push(task));
  const emitter = new Emitter<Events>();
  const heard: number[] = [];
  emitter.on("count", () => {
    throw new Error("a mistake");
  });
  emitter.on("count", (count) => heard.push(count));
  emitter.emit("count", 1);
  expect(heard).toEqual([1]);
  expect(uncaught).toHaveLength(1);
  expect(uncaught[0]).toThrow("a mistake");
});
