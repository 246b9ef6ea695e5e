/* What is kept as text in a store of the browser's, where there is one that may be used; else nothing is there, and nothing stays. */

export function readKept(storage: Storage | undefined, key: string): string | undefined {
  try {
    return storage?.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(storage: Storage | undefined, key: string, text: string): void {
  try {
    storage?.setItem(key, text);
  } catch {
    // A full or forbidden store: what was to be kept holds for this visit.
  }
}

/** What was written as JSON, whatever it is by now; undefined for what is none. */
export function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
