import * as v from "valibot";
import { limits } from "../transport/wire/limits.ts";
import { pack } from "../transport/wire/msgpack.ts";
import { cleanFileName, cleanText } from "./chat-text.ts";
import { decodeMessage } from "./message-map.ts";
import { bytes, text, uint32 } from "./schemas.ts";

/** Bytes of a file that one message carries at most. */
export const MAX_PIECE = 32 * 1024;

/** What became of an offered file at the one who got it; all of these are final. */
export const fileResults = ["received", "declined", "stopped", "damaged", "no-room"] as const;

/** Counts what is said to one person, from 1 on: what is heard twice, after a reconnection, counts once. */
const number = v.pipe(uint32, v.minValue(1));
/** Names an offer by its number. */
const file = number;
const size = v.pipe(uint32, v.maxValue(limits.file));

/** Something that was typed. */
const chatText = v.object({
  type: v.literal("chat-text"),
  number,
  text: v.pipe(text(limits.chatText), v.transform(cleanText)),
});
/** A file that is there to be had. */
const fileOffer = v.object({
  type: v.literal("file-offer"),
  number,
  name: v.pipe(text(4 * limits.fileName), v.transform(cleanFileName)),
  size,
  /** SHA-256 of all of it. */
  hash: bytes(32),
});
/** The offer does not stand any more. */
const fileWithdraw = v.object({ type: v.literal("file-withdraw"), number, file });
const fileResult = v.object({
  type: v.literal("file-result"),
  number,
  file,
  result: v.picklist(fileResults),
});

/** All up to this number has been heard. */
const chatAck = v.object({ type: v.literal("chat-ack"), number });
/** Send the file, from this byte on: at first, and again after a reconnection. */
const fileAccept = v.object({ type: v.literal("file-accept"), file, from: size });
const filePiece = v.object({
  type: v.literal("file-piece"),
  file,
  offset: size,
  bytes: bytes(1, MAX_PIECE),
});
/** So many bytes of the file are here. */
const fileProgress = v.object({ type: v.literal("file-progress"), file, received: size });

const schemas = [
  chatText,
  fileOffer,
  fileWithdraw,
  fileResult,
  chatAck,
  fileAccept,
  filePiece,
  fileProgress,
] as const;
const chatMessage = v.variant("type", schemas);
const knownTypes: ReadonlySet<string> = new Set(schemas.map((schema) => schema.entries.type.literal));

/** What two devices in a call say to each other on the channel of their chat. */
export type ChatMessage = v.InferOutput<typeof chatMessage>;
export type ChatMessageType = ChatMessage["type"];

/** Those that are said again until they are known to have been heard. */
export type NumberedMessage = Extract<
  ChatMessage,
  { type: "chat-text" | `file-${"offer" | "withdraw" | "result"}` }
>;

export function encodeChatMessage(message: ChatMessage): Uint8Array<ArrayBuffer> {
  return pack(message);
}

/** Throws a WireError: "unknown-type" for a message of a later version, "malformed" for anything else. */
export function decodeChatMessage(packet: Uint8Array): ChatMessage {
  return decodeMessage(packet, chatMessage, knownTypes);
}
