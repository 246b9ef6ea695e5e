/** Calls `found` with what it was waiting for, be it at once; the returned function ends the waiting. */
export type Watch<Found> = (found: (value: Found) => void) => () => void;

/** What is found first; undefined when `patience` milliseconds are over or the signal ends the waiting. */
export function firstOf<Found>(
  watch: Watch<Found>,
  patience: number,
  signal: AbortSignal,
): Promise<Found | undefined> {
  return new Promise((resolve) => {
    let isOver = signal.aborted;
    let stop = () => {};
    const end = (found?: Found) => {
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", giveUp);
      stop();
      resolve(found);
    };
    const giveUp = () => end();
    const timer = setTimeout(giveUp, patience);
    signal.addEventListener("abort", giveUp);
    if (isOver) end();
    else stop = watch(end);
    if (isOver) stop();
  });
}
