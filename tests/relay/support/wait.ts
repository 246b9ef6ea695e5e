/** The promise's outcome, or an error that says what did not happen in time. */
export function within<T>(milliseconds: number, promise: Promise<T>, what: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: not within ${milliseconds} ms`)), milliseconds);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Asks again and again until the answer is neither undefined nor false. */
export async function until<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  what: string,
  milliseconds = 10_000,
): Promise<T> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${milliseconds} ms`);
    await sleep(10);
  }
}

/** What has come and has not been taken yet, in order. */
export class Inbox<T> {
  readonly #items: T[] = [];
  readonly #waiting = new Set<() => void>();
  #ended = false;

  /** Everything that is here, left where it is. */
  get items(): readonly T[] {
    return this.#items;
  }

  put(item: T): void {
    this.#items.push(item);
    for (const wake of this.#waiting) wake();
  }

  /** Forgets what nobody has taken. */
  clear(): void {
    this.#items.length = 0;
  }

  /** Nothing more will come: whoever waits for something is told so. */
  end(): void {
    this.#ended = true;
    for (const wake of this.#waiting) wake();
  }

  /** Takes the first that fits, waiting for it if need be. */
  async take(fits: (item: T) => boolean, what: string, milliseconds = 10_000): Promise<T> {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      const index = this.#items.findIndex(fits);
      const [item] = index === -1 ? [] : this.#items.splice(index, 1);
      if (item !== undefined) return item;
      if (this.#ended) throw new Error(`${what}: the connection is over`);
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`${what}: not within ${milliseconds} ms`);
      await this.#change(left);
    }
  }

  async #change(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
  }
}
