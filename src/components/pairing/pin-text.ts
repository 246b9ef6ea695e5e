/** Four that say where the PIN is shown, and six that are the secret. */
const DIGITS = 10;

/** What somebody typed, pasted or scanned: the digits of a PIN, too few or too many of them, or something else. */
export type PinText =
  | { readonly kind: "pin"; readonly digits: string }
  | { readonly kind: "incomplete" }
  | { readonly kind: "other"; readonly text: string };

/** Takes any text; spaces and dashes between digits do not count. */
export function readPinText(text: string): PinText {
  const digits = text.replace(/[\s\-‐-―.]/g, "");
  if (!/^\d*$/.test(digits)) return { kind: "other", text: text.trim() };
  return digits.length === DIGITS ? { kind: "pin", digits } : { kind: "incomplete" };
}

/** "4821736152" as it is easiest to read out and to type: 4821 736 152. */
export function groupedPin(digits: string): string {
  return digits.replace(/^(.{4})(.{3})(.+)$/, "$1 $2 $3");
}
