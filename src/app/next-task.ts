/** What follows is a piece of work of its own: a phone that reads code, runs it and lays it out in one go stands still for too long. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
