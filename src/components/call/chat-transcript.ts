import type { ChatEntry } from "../../app/chat.ts";
import { bytesText } from "../parts/bytes-text.ts";
import { locale } from "../strings.ts";
import { authorOf, deliveryText } from "./chat-entry.ts";

/** The chat as plain text, for those who want to keep it. */
export function transcript(entries: readonly ChatEntry[]): string {
  return entries.map((entry) => `${lineOf(entry)}\n`).join("");
}

function lineOf({ at, content }: ChatEntry): string {
  const time = new Date(at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  const head = `[${time}] ${authorOf(content)}: `;
  if (content.kind === "text") return head + content.text;
  if (content.kind === "own-text") return `${head}${content.text} (${deliveryText(content.recipients)})`;
  return `${head}${content.file.name} (${bytesText(content.file.size)})`;
}
