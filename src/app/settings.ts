const NAME_KEY = "kith.name";
const LANGUAGE_KEY = "kith.language";

/** What a person has set on this device. Where nothing may be stored, it holds for this visit. */
export class Settings {
  readonly #storage: Storage | undefined;
  #name: string;
  #language: string;

  constructor(storage: Storage | undefined) {
    this.#storage = storage;
    this.#name = read(storage, NAME_KEY) ?? "";
    this.#language = read(storage, LANGUAGE_KEY) ?? "";
  }

  /** As others see it; empty until it was given once. */
  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
    this.#keep(NAME_KEY, name);
  }

  /** In which the app speaks, such as `de`; empty for that of the browser. */
  get language(): string {
    return this.#language;
  }

  set language(language: string) {
    this.#language = language;
    this.#keep(LANGUAGE_KEY, language);
  }

  #keep(key: string, value: string): void {
    try {
      this.#storage?.setItem(key, value);
    } catch {
      // A full or forbidden store: what was set holds for this visit.
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
