/** Keeps the screen on until the signal aborts. The browser takes the lock away from a hidden page: it is taken anew. */
export function keepAwake(signal: AbortSignal): void {
  if (!("wakeLock" in navigator)) return;
  let lock: WakeLockSentinel | undefined;
  let isAsking = false;
  const take = async () => {
    if (isAsking || document.visibilityState !== "visible" || lock?.released === false) return;
    isAsking = true;
    // Refused when the battery is low.
    lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    isAsking = false;
    if (signal.aborted) await lock?.release();
    // The page was hidden meanwhile, and maybe is seen again.
    else if (lock?.released === true) void take();
  };
  document.addEventListener("visibilitychange", () => void take(), { signal });
  signal.addEventListener("abort", () => void lock?.release());
  void take();
}
