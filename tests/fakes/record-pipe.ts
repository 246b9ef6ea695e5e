import type { Bytes } from "../../src/trust/bytes.ts";
import type { RecordPipe } from "../../src/trust/sealed-channel.ts";

/** A pipe that hands each record on at once, until it is told to hold them or breaks. */
export class FakePipe implements RecordPipe {
  readonly sent: Bytes[] = [];
  closed = false;
  /** Takes nothing from now on, as to a peer that does not read. */
  holding = false;
  readonly #onRecord: (record: Bytes) => void;
  readonly #rejects = new Set<(cause: Error) => void>();

  constructor(onRecord: (record: Bytes) => void = () => undefined) {
    this.#onRecord = onRecord;
  }

  async send(record: Bytes): Promise<void> {
    if (this.closed) throw new Error("The pipe is closed");
    this.sent.push(record);
    if (this.holding) await new Promise<void>((_, reject) => this.#rejects.add(reject));
    this.#onRecord(record);
  }

  /** What is being sent fails, and all that follows. */
  close(): void {
    this.closed = true;
    for (const reject of this.#rejects) reject(new Error("The pipe broke"));
    this.#rejects.clear();
  }
}
