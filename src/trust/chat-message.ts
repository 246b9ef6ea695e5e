import { limits } from "../transport/wire/limits.ts";
import { pack } from "../transport/wire/msgpack.ts";
import { integer, made, message, type Output, oneOf, text } from "../transport/wire/schema.ts";
import { cleanFileName, cleanText } from "./chat-text.ts";
import { decodeMessage } from "./message-map.ts";
import { bytes } from "./schemas.ts";

/** Bytes of a file that one message carries at most. */
export const MAX_PIECE = 32 * 1024;

/** What became of an offered file at the one who got it; all of these are final. */
export const fileResults = ["received", "declined", "stopped", "damaged", "no-room"] as const;

/** Counts what is said to one person, from 1 on: what is heard twice, after a reconnection, counts once. */
const number = integer(1, 0xffff_ffff);
/** Names an offer by its number. */
const file = number;
const size = integer(0, limits.file);

const chatMessage = message({
  /** Something that was typed. */
  "chat-text": { number, text: made(text(limits.chatText), cleanText) },
  /** A file that is there to be had. */
  "file-offer": {
    number,
    name: made(text(4 * limits.fileName), cleanFileName),
    size,
    /** SHA-256 of all of it. */
    hash: bytes(32),
  },
  /** The offer does not stand any more. */
  "file-withdraw": { number, file },
  "file-result": { number, file, result: oneOf(fileResults) },

  /** All up to this number has been heard. */
  "chat-ack": { number },
  /** Send the file, from this byte on: at first, and again after a reconnection. */
  "file-accept": { file, from: size },
  "file-piece": { file, offset: size, bytes: bytes(1, MAX_PIECE) },
  /** So many bytes of the file are here. */
  "file-progress": { file, received: size },
});

/** What two devices in a call say to each other on the channel of their chat. */
export type ChatMessage = Output<typeof chatMessage>;
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
  return decodeMessage(packet, chatMessage);
}
