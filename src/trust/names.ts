import { limits } from "../transport/wire/limits.ts";

/**
 * Control, private and unassigned characters, line breaks, and formats that change direction or hide. The two joiners
 * stay: Persian names and family emoji need them.
 */
const hidden = /(?:[\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf})+/gu;

/** A name as it may be shown: no control or direction-changing characters, one line, bounded. */
export function cleanName(name: string): string {
  const visible = name.normalize("NFC").replace(hidden, " ");
  return [...visible.replace(/\s+/g, " ").trim()].slice(0, limits.name).join("");
}
