import { WireError } from "../transport/wire/error.ts";
import { limits } from "../transport/wire/limits.ts";
import type { Bytes } from "./bytes.ts";
import { TAG_LENGTH } from "./cipher-state.ts";
import type { Directions } from "./symmetric-state.ts";

/** Carries records to the peer, whole and in order. The channel's from the moment it gets it. */
export interface RecordPipe {
  /** Resolves once the record is on its way and there is room for the next; rejects when the pipe is broken or closed. */
  send(record: Bytes): Promise<void>;
  /** Nothing more is sent, and what is being sent rejects. */
  close(): void;
}

/** Why a channel ended. */
export type ChannelEnd =
  /** This side closed it. */
  | "closed"
  /** The pipe broke or the other side closed it. */
  | "lost"
  /** Three pings without an answer. */
  | "silent"
  /** A record that does not verify, or is no message: somebody tampers, or the peer is broken. */
  | "violated"
  /** The peer takes nothing any more and the queue is full. */
  | "stalled";

export interface SealedChannelParts extends Directions {
  /** Called once, when there is something to say. */
  readonly openPipe: () => RecordPipe;
  /** Called once; nothing follows. */
  readonly onEnd: (end: ChannelEnd) => void;
}

/** How messages become bytes, and what bytes say. */
interface Codec<Message> {
  readonly encode: (message: Message) => Bytes;
  readonly decode: (packet: Bytes) => Message;
}

/** A message could not be sent because the channel has ended or ends over it. */
export class ChannelError extends Error {
  readonly reason: ChannelEnd;

  constructor(reason: ChannelEnd, options?: ErrorOptions) {
    super(`channel ${reason}`, options);
    this.name = "ChannelError";
    this.reason = reason;
  }
}

/** Bytes of messages that may wait for a slow peer. Those that many wait with are small: this is a peer that hangs. */
const MAX_QUEUED = 256 * 1024;
const NO_DATA: Bytes = new Uint8Array(0);

/**
 * Messages between two devices that have shaken hands, over one pipe each way. Each record is sealed with its number in
 * the order, so one that is lost, repeated or moved ends the channel.
 */
export abstract class SealedChannel<Message extends { readonly type: string }> {
  readonly #parts: SealedChannelParts;
  readonly #codec: Codec<Message>;
  #pipe: RecordPipe | undefined;
  #queued = 0;
  #end: ChannelEnd | undefined;
  #sending: Promise<void> = Promise.resolve();
  #receiving: Promise<void> = Promise.resolve();

  constructor(parts: SealedChannelParts, codec: Codec<Message>) {
    this.#parts = parts;
    this.#codec = codec;
  }

  get ended(): ChannelEnd | undefined {
    return this.#end;
  }

  /** Resolves once the network has taken it; rejects with a ChannelError, or a WireError for one that is too large. */
  async send(message: Message): Promise<void> {
    if (this.#end !== undefined) throw new ChannelError(this.#end);
    const plaintext = this.#codec.encode(message);
    const size = plaintext.length + TAG_LENGTH;
    if (size > limits.signalingMessage) throw new WireError("too-large", `${message.type} of ${size}`);
    if (this.#queued + size > MAX_QUEUED) {
      this.finish("stalled");
      throw new ChannelError("stalled");
    }
    this.#queued += size;
    const sent = this.#sending.then(() => this.#write(plaintext));
    this.#sending = sent.catch(() => undefined).finally(() => (this.#queued -= size));
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
    this.#receiving = this.#receiving.then(() => this.finish("lost"));
  }

  close(): void {
    this.finish("closed");
  }

  /** An authentic record is here; without a message, it is one of a later version. Until this resolves nothing more is read. */
  protected abstract take(message: Message | undefined): Promise<void> | void;

  protected finish(end: ChannelEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#pipe?.close();
    this.#parts.onEnd(end);
  }

  async #write(plaintext: Bytes): Promise<void> {
    if (this.#end !== undefined) throw new ChannelError(this.#end);
    this.#pipe ??= this.#parts.openPipe();
    try {
      await this.#pipe.send(await this.#parts.send.encrypt(NO_DATA, plaintext));
    } catch (cause) {
      this.finish("lost");
      throw new ChannelError(this.ended ?? "lost", { cause });
    }
  }

  async #read(record: Bytes): Promise<void> {
    if (this.#end !== undefined) return;
    const message = await this.#open(record);
    if (this.ended === undefined) await this.take(message);
  }

  /** Undefined for a message of a later version, which is nobody's fault; anything else that is wrong ends the channel. */
  async #open(record: Bytes): Promise<Message | undefined> {
    try {
      if (record.length > limits.signalingMessage) throw new WireError("too-large", `${record.length}`);
      return this.#codec.decode(await this.#parts.receive.decrypt(NO_DATA, record));
    } catch (error) {
      if (!(error instanceof WireError && error.reason === "unknown-type")) this.finish("violated");
      return undefined;
    }
  }
}
