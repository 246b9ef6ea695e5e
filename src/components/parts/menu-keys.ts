type Key = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey">;

/** Where the focus goes in a menu of these names, from the line `current` (-1: none), by a key; undefined: nowhere. */
export function itemForKey(
  { key, ctrlKey, altKey, metaKey }: Key,
  names: readonly string[],
  current: number,
): number | undefined {
  const count = names.length;
  if (count === 0 || ctrlKey || altKey || metaKey) return undefined;
  switch (key) {
    case "ArrowDown":
      return (current + 1) % count;
    case "ArrowUp":
      return (Math.max(current, 0) + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return key.length === 1 ? byLetter(key, names, current) : undefined;
  }
}

/** The next line that begins with the letter, after the last one from the top again. */
function byLetter(letter: string, names: readonly string[], current: number): number | undefined {
  const begins = (name: string) => name.trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
  const after = names.findIndex((name, index) => index > current && begins(name));
  const first = after >= 0 ? after : names.findIndex(begins);
  return first >= 0 ? first : undefined;
}
