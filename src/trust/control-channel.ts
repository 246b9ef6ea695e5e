import { WireError } from "../transport/wire/error.ts";
import { limits } from "../transport/wire/limits.ts";
import type { Bytes } from "./bytes.ts";
import { type CipherState, TAG_LENGTH } from "./cipher-state.ts";
import { type ControlMessage, decodeControlMessage, encodeControlMessage } from "./control-message.ts";

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

interface ControlChannelParts {
  readonly send: CipherState;
  readonly receive: CipherState;
  readonly pipe: RecordPipe;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** The first authentic record is here: only now is it proved that the peer holds the keys. */
  readonly onConfirmed: () => void;
  /** Every message but pings and their answers. */
  readonly onMessage: (message: ControlMessage) => void;
  /** Called once; nothing follows. */
  readonly onEnd: (end: ChannelEnd) => void;
}

/** A message could not be sent because the channel has ended or ends over it. */
export class ChannelError extends Error {
  readonly reason: ChannelEnd;

  constructor(reason: ChannelEnd, options?: ErrorOptions) {
    super(`control channel ${reason}`, options);
    this.name = "ChannelError";
    this.reason = reason;
  }
}

const PING_INTERVAL = 2_000;
const MAX_MISSED = 3;
/** Bytes of messages that may wait for a slow peer. Control messages are small: this is a peer that hangs. */
const MAX_QUEUED = 256 * 1024;
const NO_DATA: Bytes = new Uint8Array(0);

/**
 * Messages between two devices that have shaken hands, over one pipe each way. Each record is sealed with its number in
 * the order, so one that is lost, repeated or moved ends the channel. Its owner calls `poll` about once a second.
 */
export class ControlChannel {
  readonly #parts: ControlChannelParts;
  #queued = 0;
  #end: ChannelEnd | undefined;
  #nextPing = 1;
  #pingedAt: number;
  #unanswered = 0;
  #lastHeard: number | undefined;
  #sending: Promise<void> = Promise.resolve();
  #receiving: Promise<void> = Promise.resolve();

  constructor(parts: ControlChannelParts) {
    this.#parts = parts;
    this.#pingedAt = parts.now();
    // Whatever else there is to say, this proves to the peer that we hold the keys.
    this.#ping();
  }

  /** When the last authentic record came; undefined before the first, which proves that the peer is there at all. */
  get lastHeard(): number | undefined {
    return this.#lastHeard;
  }

  get ended(): ChannelEnd | undefined {
    return this.#end;
  }

  /** Resolves once the message is on its way; rejects with a ChannelError, or a WireError for one that is too large. */
  async send(message: ControlMessage): Promise<void> {
    if (this.#end !== undefined) throw new ChannelError(this.#end);
    const plaintext = encodeControlMessage(message);
    const size = plaintext.length + TAG_LENGTH;
    if (size > limits.signalingMessage) throw new WireError("too-large", `${message.type} of ${size}`);
    if (this.#queued + size > MAX_QUEUED) {
      this.#finish("stalled");
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
    this.#receiving = this.#receiving.then(() => this.#finish("lost"));
  }

  /** Asks whether the peer is still there, when it is time to. */
  poll(): void {
    const now = this.#parts.now();
    if (this.#end !== undefined || now - this.#pingedAt < PING_INTERVAL) return;
    if (this.#unanswered >= MAX_MISSED) {
      this.#finish("silent");
      return;
    }
    this.#pingedAt = now;
    this.#ping();
  }

  close(): void {
    this.#finish("closed");
  }

  #ping(): void {
    this.#unanswered++;
    this.#sendQuietly({ type: "ping", id: this.#nextPing++ });
  }

  /** Where it fails, the channel ends, and that is told by `onEnd`. */
  #sendQuietly(message: ControlMessage): void {
    this.send(message).catch(() => undefined);
  }

  async #write(plaintext: Bytes): Promise<void> {
    if (this.#end !== undefined) throw new ChannelError(this.#end);
    try {
      await this.#parts.pipe.send(await this.#parts.send.encrypt(NO_DATA, plaintext));
    } catch (cause) {
      this.#finish("lost");
      throw new ChannelError(this.ended ?? "lost", { cause });
    }
  }

  async #read(record: Bytes): Promise<void> {
    if (this.#end !== undefined) return;
    const message = await this.#open(record);
    if (this.ended !== undefined) return;
    const first = this.#lastHeard === undefined;
    this.#lastHeard = this.#parts.now();
    this.#unanswered = 0;
    if (first) this.#parts.onConfirmed();
    if (message?.type === "ping") this.#sendQuietly({ type: "pong", id: message.id });
    else if (message !== undefined && message.type !== "pong" && this.ended === undefined)
      this.#parts.onMessage(message);
  }

  /** Undefined for a message of a later version, which is nobody's fault; anything else that is wrong ends the channel. */
  async #open(record: Bytes): Promise<ControlMessage | undefined> {
    try {
      if (record.length > limits.signalingMessage) throw new WireError("too-large", `${record.length}`);
      return decodeControlMessage(await this.#parts.receive.decrypt(NO_DATA, record));
    } catch (error) {
      if (error instanceof WireError && error.reason === "unknown-type") return undefined;
      this.#finish("violated");
      return undefined;
    }
  }

  #finish(end: ChannelEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#parts.pipe.close();
    this.#parts.onEnd(end);
  }
}
