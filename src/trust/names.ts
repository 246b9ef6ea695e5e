import { limits } from "../transport/wire/limits.ts";

/**
 * What is not to be seen in a name: control, private, unassigned and broken characters, line breaks, and whatever
 * changes direction or takes no room. Joiners and variation selectors stay: Persian names and emoji need them.
 */
const hidden = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?![\p{Join_Control}\p{VS}])[\p{Cf}\p{DI}]/gu;
/** With nothing to join or to vary. */
const dangling = /^[\s\p{Join_Control}\p{VS}]+|[\s\p{Join_Control}]+$/gu;

/** A name as it may be shown: one line of visible characters, bounded. Empty if nothing of it is visible. */
export function cleanName(name: string): string {
  const visible = name.normalize("NFC").replace(hidden, " ").replace(/\s+/g, " ").replace(dangling, "");
  return [...visible].slice(0, limits.name).join("").replace(dangling, "");
}
