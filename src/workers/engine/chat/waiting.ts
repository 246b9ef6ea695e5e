/** Those who wait for what belongs to a key and is not known yet. */
export class Waiting<Key extends object, Value> {
  readonly #waiting = new Map<Key, ((value: Value | undefined) => void)[]>();

  /** Resolves with what it is, or undefined when that is given up. */
  wait(key: Key): Promise<Value | undefined> {
    return new Promise((resolve) => {
      this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), resolve]);
    });
  }

  resolve(key: Key, value: Value | undefined): void {
    const waiting = this.#waiting.get(key) ?? [];
    this.#waiting.delete(key);
    for (const resolve of waiting) resolve(value);
  }
}
