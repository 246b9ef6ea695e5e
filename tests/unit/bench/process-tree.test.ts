import { expect, test } from "vitest";
import { parseStat, secondsOf } from "../../../bench/cpu/process-tree.ts";

test("a process's line is read behind whatever its name is", () => {
  const line = "42 (a (b) 7 9) S 7 42 42 0 -1 4194560 100 0 0 0 250 50 99 99 20 0 1 0 1000 0 0";
  expect(parseStat(line)).toEqual({ pid: 42, parent: 7, seconds: 3 });
});

test("a tree is a process and all that descend from it", () => {
  const processes = [
    { pid: 1, parent: 0, seconds: 100 },
    { pid: 2, parent: 1, seconds: 1 },
    { pid: 3, parent: 2, seconds: 2 },
    { pid: 4, parent: 3, seconds: 4 },
    { pid: 5, parent: 1, seconds: 8 },
  ];
  expect(secondsOf(2, processes)).toBe(7);
  expect(secondsOf(9, processes)).toBe(0);
});
