/** What follows is a piece of work of its own: a phone that reads code, runs it and lays it out in one go stands still for too long. */
export function nextTask(): Promise<void> {
  return pause(0);
}

/** Nothing is done meanwhile. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** A hidden page shows nothing, and is not waited for longer than that. Milliseconds. */
const LONGEST_FRAME = 200;

/** What is to be shown is on the screen before what follows takes the processors. */
export function nextPicture(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(resolve);
    });
  });
}
