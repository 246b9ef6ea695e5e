import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { EncoderMeasurement } from "./encoder-choice.ts";
import type { PictureSize } from "./encoder-probe.ts";

interface Schema extends DBSchema {
  measurements: { key: string; value: { readonly at: number; readonly encoders: EncoderMeasurement[] } };
}

/** Drivers change as browsers do, unannounced: what is older than a month is measured again. Milliseconds. */
const MAX_AGE = 30 * 24 * 60 * 60_000;

/** What was measured before, by this version of this browser. Where nothing can be stored, nothing is remembered. */
export class EncoderMemory {
  readonly #database: Promise<IDBPDatabase<Schema> | undefined>;

  constructor() {
    this.#database = openDB<Schema>("kith-encoders", 1, {
      upgrade: (database) => {
        database.createObjectStore("measurements");
      },
    }).catch(() => undefined);
  }

  async recall(size: PictureSize): Promise<EncoderMeasurement[] | undefined> {
    const database = await this.#database;
    const found = await database?.get("measurements", keyOf(size)).catch(() => undefined);
    return found !== undefined && Date.now() - found.at < MAX_AGE ? found.encoders : undefined;
  }

  async keep(size: PictureSize, encoders: EncoderMeasurement[]): Promise<void> {
    const database = await this.#database;
    await database?.put("measurements", { at: Date.now(), encoders }, keyOf(size)).catch(() => undefined);
  }
}

function keyOf({ width, height }: PictureSize): string {
  return `${width}×${height} ${navigator.userAgent}`;
}
