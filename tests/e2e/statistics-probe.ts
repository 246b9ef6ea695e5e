import { expect } from "@playwright/test";
import type { FromEngine } from "../../src/workers/engine/messages.ts";
import type { CallStatistics } from "../../src/workers/engine/statistics.ts";
import type { Person } from "./people.ts";

declare global {
  var statistics: CallStatistics[];
}

/** From the next page on, what the engine says of a person's call is kept. */
export async function keepStatistics({ page }: Person): Promise<void> {
  await page.context().addInitScript(() => {
    globalThis.statistics = [];
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }: MessageEvent<FromEngine | undefined>) => {
          if (data?.type === "statistics") globalThis.statistics.push(data.statistics);
        });
      }
    };
  });
}

/** All that was said so far, a second apart. */
export async function statisticsOf({ page }: Person): Promise<readonly CallStatistics[]> {
  return await page.evaluate(() => globalThis.statistics);
}

/** Waits for a snapshot of which this holds. */
export async function expectStatistics(
  person: Person,
  message: string,
  holds: (statistics: CallStatistics) => boolean,
): Promise<CallStatistics> {
  let found: CallStatistics | undefined;
  await expect
    .poll(
      async () => {
        found = (await statisticsOf(person)).findLast(holds);
        return found !== undefined;
      },
      { message: `${person.name}: ${message}` },
    )
    .toBe(true);
  return found as CallStatistics;
}
