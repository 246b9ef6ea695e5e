import { vi } from "vitest";

/** Waits until the assertion holds. Looks often, and is patient with a machine that is busy with something else. */
export function eventually(assertion: () => void): Promise<void> {
  return vi.waitFor(assertion, { interval: 2, timeout: 20_000 });
}
