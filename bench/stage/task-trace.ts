import type { Browser, Page } from "@playwright/test";

/** A task of a page's thread, in milliseconds. */
export interface Task {
  /** From its beginning to its end. */
  readonly duration: number;
  /** What it had of a processor meanwhile: the rest is waiting for one. */
  readonly processorTime: number;
}

/** As far as it is read here; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
}

const MARK = "the watched page";
const CATEGORIES = ["disabled-by-default-devtools.timeline", "blink.user_timing"];

/** The tasks of one page's thread, as the browser itself writes them down: pages cannot tell how long they waited for a processor. */
export class TaskTrace {
  readonly #browser: Browser;

  static async start(page: Page): Promise<TaskTrace> {
    const browser = page.context().browser();
    if (browser === null) throw new Error("Only a browser of one's own can be traced");
    await browser.startTracing(page, { categories: CATEGORIES });
    // By whose event it is known which thread is the page's.
    await page.evaluate((name) => performance.mark(name), MARK);
    return new TaskTrace(browser);
  }

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  async stop(): Promise<readonly Task[]> {
    const trace = await this.#browser.stopTracing();
    const { traceEvents: events } = JSON.parse(trace.toString()) as { readonly traceEvents: TraceEvent[] };
    const mark = events.find(({ name }) => name === MARK);
    if (mark === undefined) throw new Error("The trace does not show the page");
    return events
      .filter(({ name, pid, tid }) => name === "RunTask" && pid === mark.pid && tid === mark.tid)
      .map(({ dur = 0, tdur = 0 }) => ({ duration: dur / 1_000, processorTime: tdur / 1_000 }));
  }
}
