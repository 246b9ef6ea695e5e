import { type BrowserContext, type BrowserContextOptions, chromium } from "@playwright/test";
import { findChromium, testFlags } from "../../scripts/browser.mjs";

/** A browser that keeps what it knows in `folder`. Whoever launches it closes the context, and the browser with it. */
export async function launchProfile(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  return await chromium.launchPersistentContext(folder, {
    executablePath: findChromium() ?? "",
    args: [...testFlags],
    ...options,
  });
}

/** Sets the clock ahead, on pages and in their workers. */
export async function moveClock(context: BrowserContext, milliseconds: number): Promise<void> {
  const shift = `{ const real = Date.now; Date.now = () => real() + ${milliseconds}; }`;
  await context.addInitScript(shift);
  context.on("page", (page) => {
    page.on("worker", (worker) => void worker.evaluate(shift));
  });
}
