import { type ControlMessage, decodeControlMessage, encodeControlMessage } from "./control-message.ts";
import { SealedChannel, type SealedChannelParts } from "./sealed-channel.ts";

interface ControlChannelParts extends SealedChannelParts {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** The first authentic record is here: only now is it proved that the peer holds the keys. */
  readonly onConfirmed: () => void;
  /** Every message but pings and their answers. */
  readonly onMessage: (message: ControlMessage) => void;
}

const PING_INTERVAL = 2_000;
const MAX_MISSED = 3;

/** What two devices that have shaken hands have to say to each other, and whether the peer is still there. Its owner calls `poll` about once a second. */
export class ControlChannel extends SealedChannel<ControlMessage> {
  readonly #parts: ControlChannelParts;
  #nextPing = 1;
  #pingedAt: number;
  #unanswered = 0;
  #isConfirmed = false;

  constructor(parts: ControlChannelParts) {
    super(parts, { encode: encodeControlMessage, decode: decodeControlMessage });
    this.#parts = parts;
    this.#pingedAt = parts.now();
    // Whatever else there is to say, this proves to the peer that we hold the keys.
    this.#ping();
  }

  /** Asks whether the peer is still there, when it is time to. */
  poll(): void {
    const now = this.#parts.now();
    if (this.ended !== undefined || now - this.#pingedAt < PING_INTERVAL) return;
    if (this.#unanswered >= MAX_MISSED) {
      this.finish("silent");
      return;
    }
    this.#pingedAt = now;
    this.#ping();
  }

  protected override take(message: ControlMessage | undefined): void {
    const isFirst = !this.#isConfirmed;
    this.#isConfirmed = true;
    this.#unanswered = 0;
    if (isFirst) this.#parts.onConfirmed();
    if (message?.type === "ping") this.#sendQuietly({ type: "pong", id: message.id });
    else if (message !== undefined && message.type !== "pong" && this.ended === undefined)
      this.#parts.onMessage(message);
  }

  #ping(): void {
    this.#unanswered++;
    this.#sendQuietly({ type: "ping", id: this.#nextPing++ });
  }

  /** Where it fails, the channel ends, and that is told by `onEnd`. */
  #sendQuietly(message: ControlMessage): void {
    this.send(message).catch(() => undefined);
  }
}
