import { strings } from "../strings.ts";

/** They have no place in a label, where no element isolates the direction of text. */
const controls = /[\p{Cc}\p{Bidi_Control}]/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** What a person is called on screen. Names come from strangers: this is text, never markup. */
export function displayName(name: string, unnamed: string = strings.name.unnamed): string {
  const shown = name.replace(controls, "").trim();
  return visible.test(shown) ? shown : unnamed;
}

/** Likewise of a paired device. */
export function deviceName(name: string): string {
  return displayName(name, strings.device.unnamed);
}
