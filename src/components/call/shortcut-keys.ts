/** A key that does something in a call. */
export interface Shortcut {
  /** In the words of `aria-keyshortcuts`: one character. */
  readonly keys: string;
  /** What it does. */
  readonly name: string;
  readonly press: () => void;
}

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">;

/**
 * The single key that was pressed, as shortcuts name it; undefined for one that belongs to the browser. A letter of another
 * alphabet counts as the Latin one in its place.
 */
export function keyOf(event: Pressed): string | undefined {
  const { key, code, ctrlKey, altKey, metaKey, shiftKey } = event;
  if (ctrlKey || metaKey || altKey || key.length !== 1) return undefined;
  if (!/\p{Letter}/u.test(key)) return key;
  if (shiftKey) return undefined;
  const inPlace = /^Key([A-Z])$/.exec(code)?.[1];
  return /[a-z]/i.test(key) ? key.toLowerCase() : inPlace?.toLowerCase();
}

const typing = "input:not([type=checkbox]), textarea, select, [contenteditable], [role=menu], dialog";
/** What the space bar presses; not what one talks by holding. */
const pressable = "button:not([data-talk]), a[href], input, summary, [role=button]";

/** Where a key was pressed, from the innermost element outwards. */
type Path = readonly Pick<Element, "matches">[];

/** Keys there are letters, or move in a list, or belong to what is asked just now. */
export function isTyping(path: Path): boolean {
  return path.some((element) => element.matches(typing));
}

/** The space bar presses what has the focus there. */
export function isPressable([innermost]: Path): boolean {
  return innermost?.matches(pressable) === true;
}

export function elementsOf(event: Event): Path {
  return event.composedPath().filter((target) => target instanceof Element);
}
