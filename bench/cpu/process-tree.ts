import { readdirSync, readFileSync } from "node:fs";

/** What a process says of itself in /proc: its parent, and the time that the processors have spent on it. */
export interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  /** User and system time so far, in seconds. */
  readonly seconds: number;
}

/** Linux counts in these, whatever its own clock does. */
const TICKS_PER_SECOND = 100;
/** Places behind the name, counted from 0. */
const PARENT = 1;
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Reads a line of /proc/<pid>/stat. A process's name may hold anything, so what counts is the last parenthesis. */
export function parseStat(line: string): ProcessTime {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const field = (place: number) => Number(fields[place]);
  return {
    pid: Number.parseInt(line, 10),
    parent: field(PARENT),
    seconds: (field(USER_TIME) + field(SYSTEM_TIME)) / TICKS_PER_SECOND,
  };
}

/** Seconds spent so far on a process and all that descend from it and still live. */
export function secondsOf(root: number, processes: readonly ProcessTime[]): number {
  const own = processes.find(({ pid }) => pid === root)?.seconds ?? 0;
  const children = processes.filter(({ parent }) => parent === root);
  return children.reduce((sum, { pid }) => sum + secondsOf(pid, processes), own);
}

/** All processes of this machine, at this moment. */
export function readProcesses(): ProcessTime[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"))];
      } catch {
        // It has ended since.
        return [];
      }
    });
}
