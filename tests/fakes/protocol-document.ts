// docs/protocol.md as data: its worked examples and its tables.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hexToBytes } from "@noble/hashes/utils.js";

const text = readFileSync(join(import.meta.dirname, "../../docs/protocol.md"), "utf8");

/** The bytes of every block that is marked `hex`, by the name behind that; what stands behind a semicolon is comment. */
export const examples: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map(
  [...text.matchAll(/^```hex (.+)\n([^`]+)^```$/gm)].map(([, name = "", block = ""]) => [
    name,
    hexToBytes(block.replace(/;.*$/gm, "").replace(/\s/g, "")) as Uint8Array<ArrayBuffer>,
  ]),
);

/** The value of the block that is marked `json` and has this name. */
export function jsonExample(name: string): unknown {
  const block = new RegExp(`^\`\`\`json ${name}\n([^\`]+)^\`\`\`$`, "m").exec(text)?.[1];
  if (block === undefined) throw new Error(`docs/protocol.md has no JSON example "${name}"`);
  return JSON.parse(block);
}

/** The cells of the table whose first row begins with these, row by row, backticks and thousands separators removed. */
export function table(...head: readonly string[]): string[][] {
  const lines = text.split("\n").map(cells);
  const start = lines.findIndex((row) => row !== undefined && head.every((cell, i) => row[i] === cell));
  if (start < 0) throw new Error(`docs/protocol.md has no table with the head ${head.join(", ")}`);
  const rows: string[][] = [];
  for (const row of lines.slice(start + 2)) {
    if (row === undefined) break;
    rows.push(row);
  }
  return rows;
}

function cells(line: string): string[] | undefined {
  if (!line.startsWith("|")) return undefined;
  const inner = line.slice(1, -1).split("|");
  return inner.map((cell) =>
    cell
      .trim()
      .replaceAll("`", "")
      .replace(/(?<=\d),(?=\d{3})/g, ""),
  );
}
