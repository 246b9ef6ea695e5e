import type { ChatMessage, ChatMessageType } from "../../src/trust/chat-message.ts";

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i + 1);

const messages: { readonly [Type in ChatMessageType]: Extract<ChatMessage, { type: Type }> } = {
  "chat-text": { type: "chat-text", number: 1, text: "Here is the list:\nhttps://kith.example/" },
  "chat-ack": { type: "chat-ack", number: 1 },
  "file-offer": { type: "file-offer", number: 2, name: "list.txt", size: 7, hash: bytes(32) },
  "file-withdraw": { type: "file-withdraw", number: 3, file: 2 },
  "file-accept": { type: "file-accept", file: 2, from: 0 },
  "file-piece": { type: "file-piece", file: 2, offset: 0, bytes: bytes(7) },
  "file-progress": { type: "file-progress", file: 2, received: 7 },
  "file-result": { type: "file-result", number: 1, file: 2, result: "received" },
};

/** One chat message of every type. */
export const everyChatMessage: readonly ChatMessage[] = Object.values(messages);
