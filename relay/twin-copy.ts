import type { FrameCopy, FrameCopyEvents } from "./frame-copy.ts";

/** One stream of frames that goes to its receiver by several connections. It is lost when all copies of it are. */
export class TwinCopy implements Pick<FrameCopy, "begin" | "write" | "complete" | "abandon"> {
  readonly #copies: readonly FrameCopy[];

  constructor(events: FrameCopyEvents, open: readonly ((events: FrameCopyEvents) => FrameCopy)[]) {
    const last = (tell: () => void) => {
      let left = open.length;
      return () => {
        if (--left === 0) tell();
      };
    };
    const shared = { lost: last(() => events.lost()), over: last(() => events.over()) };
    this.#copies = open.map((one) => one(shared));
  }

  begin(length: number, now: number): void {
    for (const copy of this.#copies) copy.begin(length, now);
  }

  write(bytes: Uint8Array, now: number): void {
    for (const copy of this.#copies) copy.write(bytes, now);
  }

  complete(): void {
    for (const copy of this.#copies) copy.complete();
  }

  abandon(): void {
    for (const copy of this.#copies) copy.abandon();
  }
}
