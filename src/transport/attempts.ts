/** What is tried, and when. */
export interface AttemptsParts<Found> {
  /** The signal ends an attempt, and closes whatever has come of it so far. */
  readonly attempt: (signal: AbortSignal) => Promise<Found>;
  readonly discard: (found: Found) => void;
  /** Milliseconds from a failure to the next attempt, by how many there were before it. */
  readonly pause: (failures: number) => number;
  /** When the first may begin. */
  readonly notBefore?: number;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  readonly stop: AbortSignal;
}

/** Attempts beside a connection that is in use: one at a time, with pauses, dropped when nobody wants them any more. */
export class Attempts<Found> {
  readonly #parts: AttemptsParts<Found>;
  #current: AbortController | undefined;
  #pending: Promise<void> = Promise.resolve();
  #failures = 0;
  #notBefore: number;
  #found: Found | undefined;

  constructor(parts: AttemptsParts<Found>) {
    this.#parts = parts;
    this.#notBefore = parts.notBefore ?? Number.NEGATIVE_INFINITY;
  }

  get isTrying(): boolean {
    return this.#current !== undefined;
  }

  get hasFound(): boolean {
    return this.#found !== undefined;
  }

  /** Does nothing while an attempt is under way, or before the next is due. */
  start(): void {
    const { attempt, now, stop } = this.#parts;
    if (this.#current !== undefined || now() < this.#notBefore) return;
    const current = new AbortController();
    this.#current = current;
    this.#pending = attempt(AbortSignal.any([current.signal, stop])).then(
      (found) => this.#settle(current, found),
      () => this.#settle(current, undefined),
    );
  }

  /** The attempt under way was one in vain; those before it are forgiven. */
  cancel(): void {
    this.#failures = 0;
    if (this.#current !== undefined) this.#pause();
    this.#current?.abort();
    this.#current = undefined;
    if (this.#found !== undefined) this.#parts.discard(this.#found);
    this.#found = undefined;
  }

  /** What the attempt in flight finds; the caller owns it. */
  async take(): Promise<Found | undefined> {
    await this.#pending;
    const found = this.#found;
    this.#found = undefined;
    return found;
  }

  #settle(current: AbortController, found: Found | undefined): void {
    if (current !== this.#current) {
      if (found !== undefined) this.#parts.discard(found);
      return;
    }
    this.#current = undefined;
    this.#found = found;
    if (found === undefined) this.#pause();
  }

  #pause(): void {
    this.#notBefore = this.#parts.now() + this.#parts.pause(this.#failures++);
  }
}
