import type { NumberedMessage } from "../../../trust/chat-message.ts";

/** A numbered message before it has its number. */
export type Unnumbered = NumberedMessage extends infer Message
  ? Message extends NumberedMessage
    ? Omit<Message, "number">
    : never
  : never;

interface Item {
  readonly message: NumberedMessage;
  readonly size: number;
  readonly settle: (delivered: boolean) => void;
}

/** More than anybody types while a connection heals. */
const MAX_MESSAGES = 200;
const MAX_BYTES = 512 * 1024;
/** On their way at a time: somebody who comes back gets the rest when they have heard these. Bytes. */
const WINDOW = 32 * 1024;
/** What a message takes beside its text, as good as. */
const FRAME = 120;
const LARGEST_CHARACTER = 3;

/**
 * What was said to one person and is not known to have been heard: numbered, in order, said again after a reconnection. No clock and
 * no network: `take` says what goes out next.
 */
export class Outbox {
  #items: Item[] = [];
  #next = 1;
  #bytes = 0;
  /** Of the items, how many from the first on are on their way, and how large those are. */
  #underWay = 0;
  #bytesUnderWay = 0;

  /**
   * Returns the message's number, or undefined where no more can wait. `settle` is called once: with whether it was heard.
   */
  add(unnumbered: Unnumbered, settle: Item["settle"] = () => undefined): number | undefined {
    const size = sizeOf(unnumbered);
    if (this.#items.length >= MAX_MESSAGES || this.#bytes + size > MAX_BYTES) return undefined;
    const message = { ...unnumbered, number: this.#next++ } as NumberedMessage;
    this.#items.push({ message, size, settle });
    this.#bytes += size;
    return message.number;
  }

  /** The next to go out; undefined when there is none, or enough is on its way. */
  take(): NumberedMessage | undefined {
    const item = this.#items[this.#underWay];
    if (item === undefined) return undefined;
    if (this.#underWay > 0 && this.#bytesUnderWay + item.size > WINDOW) return undefined;
    this.#underWay++;
    this.#bytesUnderWay += item.size;
    return item.message;
  }

  /** All up to this number has been heard. What has not gone out cannot have been. */
  handleAck(number: number): void {
    while (this.#underWay > 0) {
      const [item] = this.#items;
      if (item === undefined || item.message.number > number) return;
      this.#items.shift();
      this.#underWay--;
      this.#bytesUnderWay -= item.size;
      this.#bytes -= item.size;
      item.settle(true);
    }
  }

  /** The way they went is gone: all go out again. */
  rewind(): void {
    this.#underWay = 0;
    this.#bytesUnderWay = 0;
  }

  /** Gives up all of it. */
  clear(): void {
    const given = this.#items;
    this.#items = [];
    this.#bytes = 0;
    this.rewind();
    for (const { settle } of given) settle(false);
  }
}

function sizeOf(message: Unnumbered): number {
  return FRAME + LARGEST_CHARACTER * (message.type === "chat-text" ? message.text.length : 0);
}
