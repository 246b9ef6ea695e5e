/** Milliseconds. Longer than a piece takes on a thin line, so that only what is stuck loses its turn. */
const LEASE = 500;

/**
 * One after the other, in the order in which they came. Whoever takes longer than its lease goes on, but holds up nobody
 * any more.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /** Resolves with the action, which begins when it is its turn. */
  async take(action: () => Promise<void>): Promise<void> {
    const before = this.#last;
    let pass: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      pass = resolve;
    });
    await before;
    const lease = setTimeout(pass, LEASE);
    try {
      await action();
    } finally {
      clearTimeout(lease);
      pass();
    }
  }
}
