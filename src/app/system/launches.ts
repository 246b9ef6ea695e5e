/** What an installed app is launched with while it runs. No library describes it yet. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly targetURL?: string | null }) => void): void;
}

/**
 * Hands on what the system wants the running app to open: links, shortcuts. The launch that the page itself came with, which
 * comes again when it is loaded anew, is none of them; `address` is how it was opened.
 */
export function followLaunches(address: string, open: (href: string) => void): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  const [navigation] = performance.getEntriesByType("navigation");
  const isReload = navigation instanceof PerformanceNavigationTiming && navigation.type === "reload";
  let isFirst = true;
  launchQueue?.setConsumer(({ targetURL }) => {
    const isOwn = isFirst && (isReload || targetURL === address);
    isFirst = false;
    if (targetURL && !isOwn) open(targetURL);
  });
}
