import { atom, type ReadableAtom } from "nanostores";
import { keep, readKept } from "./kept.ts";
import { type Preferences, readPreferences } from "./preferences.ts";

const NAME_KEY = "kith.name";
const LANGUAGE_KEY = "kith.language";
const PREFERENCES_KEY = "kith.preferences";

/** What a person has set on this device. Where nothing may be stored, it holds for this visit. */
export class Settings {
  readonly #storage: Storage | undefined;
  readonly #preferences;
  #name: string;
  #language: string;

  constructor(storage: Storage | undefined) {
    this.#storage = storage;
    this.#preferences = atom(readPreferences(readKept(storage, PREFERENCES_KEY)));
    this.#name = readKept(storage, NAME_KEY) ?? "";
    this.#language = readKept(storage, LANGUAGE_KEY) ?? "";
  }

  /** As others see it; empty until it was given once. */
  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
    keep(this.#storage, NAME_KEY, name);
  }

  /** In which the app speaks, such as `de`; empty for that of the browser. */
  get language(): string {
    return this.#language;
  }

  set language(language: string) {
    this.#language = language;
    keep(this.#storage, LANGUAGE_KEY, language);
  }

  /** How calls are to be. */
  get preferences(): ReadableAtom<Preferences> {
    return this.#preferences;
  }

  prefer(change: Partial<Preferences>): void {
    const preferences = { ...this.#preferences.get(), ...change };
    this.#preferences.set(preferences);
    keep(this.#storage, PREFERENCES_KEY, JSON.stringify(preferences));
  }
}
