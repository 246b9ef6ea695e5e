import { type ChatEntry, isTheirs } from "../../app/chat.ts";
import { fill } from "../../strings/fill.ts";
import { strings } from "../strings.ts";
import { authorOf } from "./chat-entry.ts";

/** Nobody wants a page read out in the middle of a talk. Characters. */
const LONGEST = 150;

/** What somebody who does not see the chat has to be told: what has been said since, and which files have come. */
export function chatNews(before: readonly ChatEntry[], after: readonly ChatEntry[]): readonly string[] {
  const earlier = new Map(before.map((entry) => [entry.id, entry]));
  return after
    .filter((entry) => isTheirs(entry) && entry !== earlier.get(entry.id))
    .flatMap((entry) => lineOf(earlier.get(entry.id), entry));
}

function lineOf(before: ChatEntry | undefined, { content }: ChatEntry): readonly string[] {
  const { announce } = strings.chat;
  const name = authorOf(content);
  if (content.kind === "text") return [fill(announce.text, { name, text: content.text.slice(0, LONGEST) })];
  if (content.kind !== "file") return [];
  const file = content.file.name;
  if (before === undefined) return [fill(announce.file, { name, file })];
  const isHere = content.blob !== undefined && !("blob" in before.content && before.content.blob);
  return isHere ? [fill(announce.received, { file })] : [];
}
