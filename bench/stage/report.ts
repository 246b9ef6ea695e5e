import type { Smoothness } from "../page/smoothness.ts";
import { spread } from "../spread.ts";

export interface Results {
  readonly browser: string;
  readonly people: number;
  readonly camera: { readonly width: number; readonly height: number };
  readonly page: Smoothness;
  /** What each task of its thread had of a processor in some seconds after it was watched. Milliseconds. */
  readonly tasks: readonly number[];
  /** Pictures of all others, while the page was watched. */
  readonly decoded: number;
  /** Of one other, a second. */
  readonly decodedPerSecond: readonly number[];
}

/** For people. */
export function table({ browser, people, camera, page, tasks, decoded, decodedPerSecond }: Results): string {
  const seconds = page.duration / 1_000;
  const frames = spread(page.frameIntervals);
  return [
    `${people} people in one browser, cameras of ${camera.width}×${camera.height}; one page of 1280×720 watched for ${seconds.toFixed(0)} s.`,
    `Chromium ${browser}`,
    "",
    row("tasks over 50 ms", `${page.longTasks.length}`),
    row("the longest, ms", page.longTasks.length === 0 ? "-" : Math.max(...page.longTasks).toFixed(0)),
    row("the most that a task had of a processor, ms", longest(tasks).toFixed(1)),
    row("animation frames a second", (page.frameIntervals.length / seconds).toFixed(1)),
    row("between them, ms (half, 95 %)", `${frames.p50.toFixed(1)}, ${frames.p95.toFixed(1)}`),
    row("pictures decoded a second, all", (decoded / seconds).toFixed(1)),
    row("pictures shown a second, all", (page.shown / seconds).toFixed(1)),
    row("decoded of each person a second", decodedPerSecond.map((rate) => rate.toFixed(0)).join(" ")),
  ].join("\n");
}

/** For programs. */
export function json(results: Results): string {
  const { frameIntervals, ...page } = results.page;
  const { tasks } = results;
  return JSON.stringify(
    {
      ...results,
      page: { ...page, frames: frameIntervals.length },
      tasks: { count: tasks.length, longest: longest(tasks) },
    },
    undefined,
    2,
  );
}

function longest(tasks: readonly number[]): number {
  return Math.max(0, ...tasks);
}

function row(name: string, value: string): string {
  return `${name.padEnd(44)}${value}`;
}
