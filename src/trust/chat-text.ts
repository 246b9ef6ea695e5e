import { limits } from "../transport/wire/limits.ts";
import { visibleLine } from "./names.ts";

/** What a text may be in lines, however it was typed. */
const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/;
/** What file systems give a meaning of their own, on whatever device. */
const RESERVED = /[<>:"|?*]/g;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** What stands at the end is no part of a name for some systems; what begins with a point is hidden on others. */
const EDGES = /^[.\s]+|[.\s]+$/g;
/** Longer ones are a part of the name that happens to have a point. */
const MAX_EXTENSION = 16;

/** What somebody wrote, as it may be shown: only what can be seen, in its lines. May be empty. */
export function cleanText(text: string): string {
  const lines = text.split(LINE_BREAK).map((line) => visibleLine(line.replaceAll("\t", " ")).trimEnd());
  return lines.join("\n").trim();
}

/**
 * What somebody calls a file, as a name that it may be saved by: the last part of a path, in one line, nothing hidden or with a
 * meaning of its own, 100 characters at most, its extension among them. Never empty.
 */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const line = visibleLine(last).replace(RESERVED, "_").replace(/\s+/g, " ").replace(EDGES, "");
  const short = shorten([...line])
    .replace(EDGES, "")
    .replace(DEVICE, "_$1");
  return short === "" ? "file" : short;
}

function shorten(characters: readonly string[]): string {
  if (characters.length <= limits.fileName) return characters.join("");
  const point = characters.lastIndexOf(".");
  const extension = characters.length - point <= MAX_EXTENSION && point > 0 ? characters.slice(point) : [];
  return [...characters.slice(0, limits.fileName - extension.length), ...extension].join("");
}
