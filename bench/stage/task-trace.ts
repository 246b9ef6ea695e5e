import type { Browser, Page } from "@playwright/test";

/** As far as it is read here. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of a processor: what is missing to its duration was waiting for one. */
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

  /** What each task had of a processor, milliseconds. */
  async stop(): Promise<readonly number[]> {
    const trace = await this.#browser.stopTracing();
    const { traceEvents: events } = JSON.parse(trace.toString()) as { readonly traceEvents: TraceEvent[] };
    const mark = events.find(({ name }) => name === MARK);
    if (mark === undefined) throw new Error("The trace does not show the page");
    return events
      .filter(({ name, pid, tid }) => name === "RunTask" && pid === mark.pid && tid === mark.tid)
      .map(({ tdur = 0 }) => tdur / 1_000);
  }
}
