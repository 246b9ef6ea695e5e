import type { Carrier } from "./carrier.ts";

/** One frame on its way to one receiver, passed on as it arrives. */
export class FrameCopy {
  #waiting: Uint8Array[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(carrier: Carrier, done: () => void) {
    this.#run(carrier).then(done, done);
  }

  write(bytes: Uint8Array): void {
    this.#waiting.push(bytes);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async #run(carrier: Carrier): Promise<void> {
    const stream = await carrier.openStream();
    for (;;) {
      const bytes = this.#waiting.shift();
      if (bytes !== undefined) await stream.write(bytes);
      else if (this.#ended) break;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    await stream.close();
  }
}
