import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sleep, withTimeout } from "../../../src/transport/timeout.ts";
import { transportError } from "../../fakes/errors.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a promise that settles in time is as it was, and leaves no timer", async () => {
  await expect(withTimeout(Promise.resolve(7), 100, "x")).resolves.toBe(7);
  await expect(withTimeout(Promise.reject(new Error("its own")), 100, "x")).rejects.toThrow("its own");
  expect(vi.getTimerCount()).toBe(0);
});

test("a promise that does not is a timeout, named, at the millisecond", async () => {
  const outcome = vi.fn();
  withTimeout(new Promise(() => undefined), 100, "the answer").catch(outcome);
  await vi.advanceTimersByTimeAsync(99);
  expect(outcome).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(outcome).toHaveBeenCalledWith(transportError("timeout", "the answer"));
});

test("a promise that fails after its time is nobody's uncaught error", async () => {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 200));
  const outcome = expect(withTimeout(late, 100, "x")).rejects.toEqual(transportError("timeout"));
  await vi.advanceTimersByTimeAsync(300);
  await outcome;
});

test("sleeps as long as it is told", async () => {
  const woken = vi.fn();
  const signal = new AbortController().signal;
  sleep(100, signal).then(woken, woken);
  await vi.advanceTimersByTimeAsync(99);
  expect(woken).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(woken).toHaveBeenCalledOnce();
});

test("an abort ends sleep at once and leaves no timer", async () => {
  const controller = new AbortController();
  const sleeping = sleep(100, controller.signal);
  controller.abort();
  await expect(sleeping).rejects.toEqual(transportError("cancelled"));
  await expect(sleep(100, controller.signal)).rejects.toEqual(transportError("cancelled"));
  expect(vi.getTimerCount()).toBe(0);
});
