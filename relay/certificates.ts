import { type Certificate, makeCertificate } from "./certificate.ts";
import { describe, log } from "./log.ts";

const DAY_MS = 86_400_000;
/** A rotation that fails is tried again after a minute, long before anything expires. */
const RETRY_MS = 60_000;

/**
 * Certificates of the relay's own, each pinned by its hash. Two are announced at any time: the one in use and the
 * one that follows, so that whoever read the hashes before a rotation can still connect after it. Each is announced
 * for one period and used for the next, and is valid for a little longer than both.
 */
export class OwnCertificates {
  readonly #names: readonly string[];
  readonly #lifetimeMs: number;
  readonly #periodMs: number;
  #current: Certificate;
  #next: Certificate;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `days` is how long each certificate is valid. */
  static async make(names: readonly string[], days: number): Promise<OwnCertificates> {
    const lifetimeMs = days * DAY_MS;
    const [current, next] = await Promise.all([
      makeCertificate(names, lifetimeMs),
      makeCertificate(names, lifetimeMs),
    ]);
    return new OwnCertificates(names, lifetimeMs, current, next);
  }

  private constructor(names: readonly string[], lifetimeMs: number, current: Certificate, next: Certificate) {
    this.#names = names;
    this.#lifetimeMs = lifetimeMs;
    // Twice this is 12 of 13 parts: a client whose clock is late, or a retry, has the rest.
    this.#periodMs = (lifetimeMs * 6) / 13;
    this.#current = current;
    this.#next = next;
  }

  get current(): Certificate {
    return this.#current;
  }

  /** What clients may be told to accept. */
  get hashes(): readonly Uint8Array<ArrayBuffer>[] {
    return [this.#current.hash, this.#next.hash];
  }

  /** Calls `onRotation` whenever another certificate has become the current one. */
  start(onRotation: () => void): void {
    this.#schedule(this.#periodMs, onRotation);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #schedule(delayMs: number, onRotation: () => void): void {
    this.#timer = setTimeout(() => {
      this.#rotate().then(
        () => {
          onRotation();
          this.#schedule(this.#periodMs, onRotation);
        },
        (error: unknown) => {
          log.error("rotation-failed", { error: describe(error) });
          this.#schedule(RETRY_MS, onRotation);
        },
      );
    }, delayMs);
  }

  async #rotate(): Promise<void> {
    const following = await makeCertificate(this.#names, this.#lifetimeMs);
    this.#current = this.#next;
    this.#next = following;
  }
}
