const NAME_KEY = "kith.name";

/** What a person has set on this device. Where nothing may be stored, it holds for this visit. */
export class Settings {
  readonly #storage: Storage | undefined;
  #name: string;

  constructor(storage: Storage | undefined) {
    this.#storage = storage;
    this.#name = read(storage, NAME_KEY) ?? "";
  }

  /** As others see it; empty until it was given once. */
  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
    try {
      this.#storage?.setItem(NAME_KEY, name);
    } catch {
      // A full or forbidden store: the name holds for this visit.
    }
  }
}

function read(storage: Storage | undefined, key: string): string | undefined {
  try {
    return storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
