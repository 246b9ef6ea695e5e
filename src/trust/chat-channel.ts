import { type ChatMessage, decodeChatMessage, encodeChatMessage } from "./chat-message.ts";
import { SealedChannel, type SealedChannelParts } from "./sealed-channel.ts";

interface ChatChannelParts extends SealedChannelParts {
  /** Until this resolves nothing more is read, which makes the peer wait. */
  readonly onMessage: (message: ChatMessage) => Promise<void>;
}

/**
 * Chat and files between two devices, beside their control channel: sealed likewise, but on a way of its own, behind pictures, so that
 * nothing waits for it. Whoever sends waits for the network before the next. It goes with the control channel, which tells who is still
 * there.
 */
export class ChatChannel extends SealedChannel<ChatMessage> {
  readonly #onMessage: ChatChannelParts["onMessage"];

  constructor(parts: ChatChannelParts) {
    super(parts, { encode: encodeChatMessage, decode: decodeChatMessage });
    this.#onMessage = parts.onMessage;
  }

  protected override async take(message: ChatMessage | undefined): Promise<void> {
    if (message !== undefined) await this.#onMessage(message);
  }
}
