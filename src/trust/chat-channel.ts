import { WireError } from "../transport/wire/error.ts";
import type { Bytes } from "./bytes.ts";
import { type ChatMessage, decodeChatMessage, encodeChatMessage } from "./chat-message.ts";
import { type ChannelEnd, ChannelError, type RecordPipe } from "./control-channel.ts";
import type { Directions } from "./symmetric-state.ts";

interface ChatChannelParts extends Directions {
  /** Called once, when there is something to say. */
  readonly openPipe: () => RecordPipe;
  /** Until this resolves nothing more is read, which makes the peer wait. */
  readonly onMessage: (message: ChatMessage) => Promise<void>;
  /** Called once; nothing follows. */
  readonly onEnd: (end: ChannelEnd) => void;
}

const NO_DATA: Bytes = new Uint8Array(0);

/**
 * Chat and files between two devices that have shaken hands, beside their control channel: sealed likewise, but on a way of its own,
 * behind pictures, so that nothing waits for it. It goes with the control channel, which tells who is still there.
 */
export class ChatChannel {
  readonly #parts: ChatChannelParts;
  #pipe: RecordPipe | undefined;
  #end: ChannelEnd | undefined;
  #sending: Promise<void> = Promise.resolve();
  #receiving: Promise<void> = Promise.resolve();

  constructor(parts: ChatChannelParts) {
    this.#parts = parts;
  }

  /** Resolves once the network has taken it: wait for it before the next. Rejects with a ChannelError. */
  async send(message: ChatMessage): Promise<void> {
    const sent = this.#sending.then(() => this.#write(message));
    this.#sending = sent.catch(() => undefined);
    await sent;
  }

  /** Takes the next record from the peer. Resolves once it is dealt with: until then, read no further. */
  async receive(record: Bytes): Promise<void> {
    const read = this.#receiving.then(() => this.#read(record));
    this.#receiving = read.catch(() => undefined);
    await read;
  }

  /** The peer's side of the pipe is gone. */
  handlePipeEnded(): void {
    this.#receiving = this.#receiving.then(() => this.#finish("lost"));
  }

  close(): void {
    this.#finish("closed");
  }

  async #write(message: ChatMessage): Promise<void> {
    if (this.#end !== undefined) throw new ChannelError(this.#end);
    this.#pipe ??= this.#parts.openPipe();
    try {
      await this.#pipe.send(await this.#parts.send.encrypt(NO_DATA, encodeChatMessage(message)));
    } catch (cause) {
      this.#finish("lost");
      throw new ChannelError("lost", { cause });
    }
  }

  async #read(record: Bytes): Promise<void> {
    if (this.#end !== undefined) return;
    const message = await this.#open(record);
    if (message !== undefined && this.#end === undefined) await this.#parts.onMessage(message);
  }

  /** Undefined for a message of a later version, which is nobody's fault; anything else that is wrong ends the channel. */
  async #open(record: Bytes): Promise<ChatMessage | undefined> {
    try {
      return decodeChatMessage(await this.#parts.receive.decrypt(NO_DATA, record));
    } catch (error) {
      if (!(error instanceof WireError && error.reason === "unknown-type")) this.#finish("violated");
      return undefined;
    }
  }

  #finish(end: ChannelEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#pipe?.close();
    this.#parts.onEnd(end);
  }
}
