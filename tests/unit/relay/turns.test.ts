import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Turns } from "../../../relay/turns.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("Turns", () => {
  it("are taken one after the other, in order, whatever becomes of each", async () => {
    const turns = new Turns();
    const order: string[] = [];
    let finish: () => void = () => undefined;
    const first = turns.take(() => {
      order.push("first");
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    const second = turns.take(() => {
      order.push("second");
      return Promise.reject(new Error("broke off"));
    });
    const third = turns.take(async () => void order.push("third"));
    await vi.advanceTimersByTimeAsync(10);
    expect(order).toEqual(["first"]);
    finish();
    await first;
    await expect(second).rejects.toThrow("broke off");
    await third;
    expect(order).toEqual(["first", "second", "third"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are lost by whoever is stuck, and not given to two of the others at once", async () => {
    const turns = new Turns();
    const running: string[] = [];
    const hang = (name: string) =>
      turns.take(() => {
        running.push(name);
        return new Promise(() => undefined);
      });
    for (const name of ["stuck", "next", "last"]) void hang(name);
    await vi.advanceTimersByTimeAsync(499);
    expect(running).toEqual(["stuck"]);
    await vi.advanceTimersByTimeAsync(1);
    expect(running).toEqual(["stuck", "next"]);
    await vi.advanceTimersByTimeAsync(500);
    expect(running).toEqual(["stuck", "next", "last"]);
  });
});
