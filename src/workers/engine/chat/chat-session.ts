import { BackgroundWindow } from "../../../media/congestion/background-window.ts";
import type { ChatMessage } from "../../../trust/chat-message.ts";
import type { PeerLink } from "../../../trust/peer-link.ts";
import { IncomingFile } from "./incoming-file.ts";
import { Outbox } from "./outbox.ts";
import { OutgoingFile } from "./outgoing-file.ts";

interface ChatSessionParts {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Whether media get less than they want. */
  readonly isPressed: () => boolean;
  readonly onText: (number: number, text: string) => void;
  /** A file was offered. What this returns is called for each change of it. */
  readonly onOffer: (file: IncomingFile) => () => void;
  /** Nothing can be done about that file any more. */
  readonly onForgotten: (file: IncomingFile) => void;
}

type Offer = Extract<ChatMessage, { type: "file-offer" }>;

/** Of one person's files, those that are remembered: who offers more gets the earliest finished ones forgotten, or no answer. */
const MAX_FILES = 100;
/** How long nothing is looked for while a file waits for room on the path. Milliseconds. */
const PAUSE = 50;

/**
 * The chat with one other window, across reconnections: what was said and not heard is said again, what is heard twice counts once, and
 * files go on where they stopped. Its owner says which link leads to them.
 */
export class ChatSession {
  /** As they call themselves now. */
  name = "";
  readonly #parts: ChatSessionParts;
  readonly #outbox = new Outbox();
  /** What is to be said beside it: of each kind, the latest. */
  readonly #due = new Map<string, ChatMessage>();
  readonly #outgoing = new Map<number, OutgoingFile>();
  readonly #incoming = new Map<number, IncomingFile>();
  #window = new BackgroundWindow();
  /** The number of the last message that was heard. */
  #heard = 0;
  #link: PeerLink | undefined;
  #awaySince: number | undefined;
  #isOver = false;
  /** Whether there may be something to say since that was looked for. */
  #isDue = false;
  #resume: () => void = () => undefined;

  constructor(parts: ChatSessionParts) {
    this.#parts = parts;
  }

  get link(): PeerLink | undefined {
    return this.#link;
  }

  /** Whether what is said now may still be heard. */
  get isOpen(): boolean {
    return !this.#isOver;
  }

  /** The files of theirs that take up memory here. */
  get heldBytes(): number {
    const held = [...this.#incoming.values()].filter(({ isHeld }) => isHeld);
    return held.reduce((sum, { facts }) => sum + facts.size, 0);
  }

  /** This link leads to them from now on. */
  attach(link: PeerLink): void {
    this.#link = link;
    this.#isOver = false;
    this.#awaySince = undefined;
    this.#window = new BackgroundWindow();
    this.#outbox.rewind();
    this.#due.clear();
    if (this.#heard > 0) this.#say({ type: "chat-ack", number: this.#heard });
    for (const file of this.#incoming.values()) {
      file.setConnected(true);
      this.#ask(file);
    }
    void this.#run(link);
  }

  /** None does, for a while at least. */
  detach(): void {
    this.#link = undefined;
    this.#awaySince = this.#parts.now();
    for (const file of this.#outgoing.values()) file.pause();
    for (const file of this.#incoming.values()) file.setConnected(false);
    this.#wake();
  }

  /** One's own connection is back: whoever is away may take their time from now on. */
  handleConnected(): void {
    if (this.#awaySince !== undefined) this.#awaySince = this.#parts.now();
  }

  /** Milliseconds without a link. */
  get awayFor(): number {
    return this.#awaySince === undefined ? 0 : this.#parts.now() - this.#awaySince;
  }

  /** They have gone: what they have not heard they will not hear. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#link = undefined;
    this.#awaySince = undefined;
    this.#outbox.clear();
    for (const file of this.#outgoing.values()) file.end("undelivered");
    for (const file of this.#incoming.values()) file.abandon("lost");
    this.#wake();
  }

  /** `settle` is called once, with whether it was heard. */
  sayText(text: string, settle: (delivered: boolean) => void): void {
    if (this.#outbox.add({ type: "chat-text", text }, settle) === undefined) settle(false);
    this.#wake();
  }

  /** Undefined where no more can wait. */
  offer(
    file: Blob,
    offer: Omit<Offer, "type" | "number">,
    events: { readonly onChange: () => void; readonly onUnreadable: () => void },
  ): OutgoingFile | undefined {
    let outgoing: OutgoingFile | undefined;
    const settle = (delivered: boolean) => {
      if (delivered) outgoing?.handleDelivered();
      else outgoing?.end("undelivered");
    };
    const number = this.#outbox.add({ type: "file-offer", ...offer }, settle);
    if (number === undefined) return undefined;
    outgoing = new OutgoingFile({ number, file, ...events });
    this.#outgoing.set(number, outgoing);
    this.#wake();
    return outgoing;
  }

  withdraw(file: OutgoingFile): void {
    file.end("stopped");
    this.#forget(file.number);
    this.#outbox.add({ type: "file-withdraw", file: file.number });
    this.#wake();
  }

  accept(file: IncomingFile): void {
    file.accept();
    this.#ask(file);
  }

  /** They have said this. */
  handle(message: ChatMessage): void {
    switch (message.type) {
      case "chat-text":
        if (this.#isNew(message.number) && message.text !== "")
          this.#parts.onText(message.number, message.text);
        break;
      case "file-offer":
        if (this.#isNew(message.number)) this.#handleOffer(message);
        break;
      case "file-withdraw":
        if (this.#isNew(message.number)) this.#incoming.get(message.file)?.abandon("withdrawn");
        break;
      case "file-result":
        if (!this.#isNew(message.number)) break;
        this.#outgoing.get(message.file)?.handleResult(message.result);
        this.#forget(message.file);
        break;
      case "chat-ack":
        this.#outbox.handleAck(message.number);
        break;
      case "file-accept":
        this.#window.forget(message.file);
        this.#outgoing.get(message.file)?.handleAccept(message.from);
        break;
      case "file-piece":
        this.#handlePiece(message);
        break;
      case "file-progress":
        this.#window.handleArrived(this.#parts.now(), message.file, message.received);
        this.#outgoing.get(message.file)?.handleProgress(message.received);
        break;
    }
    this.#wake();
  }

  /** Whether it has not been heard before. It is now. */
  #isNew(number: number): boolean {
    const isNew = number > this.#heard;
    this.#heard = Math.max(this.#heard, number);
    this.#say({ type: "chat-ack", number: this.#heard });
    return isNew;
  }

  #handleOffer(offer: Offer): void {
    const { number } = offer;
    let show: () => void = () => undefined;
    const file = new IncomingFile({
      offer,
      onChange: () => show(),
      onResult: (result) => {
        this.#outbox.add({ type: "file-result", file: number, result });
        this.#wake();
      },
    });
    if (this.#incoming.size >= MAX_FILES) this.#forgetOne();
    if (this.#incoming.size >= MAX_FILES) {
      file.end("no-room");
      return;
    }
    this.#incoming.set(number, file);
    show = this.#parts.onOffer(file);
    show();
  }

  /** Of those that are over, the earliest. */
  #forgetOne(): void {
    for (const [number, file] of this.#incoming) {
      if (file.isHeld || file.state === "offered") continue;
      this.#incoming.delete(number);
      this.#parts.onForgotten(file);
      return;
    }
  }

  #handlePiece({ file: number, offset, bytes }: Extract<ChatMessage, { type: "file-piece" }>): void {
    const file = this.#incoming.get(number);
    if (file === undefined) return;
    if (file.take(offset, bytes)) this.#say({ type: "file-progress", file: number, received: file.received });
    else file.end("damaged");
  }

  #ask(file: IncomingFile): void {
    const from = file.wantedFrom;
    if (from !== undefined) this.#say({ type: "file-accept", file: file.number, from });
  }

  #say(message: ChatMessage): void {
    if (this.#link === undefined) return;
    this.#due.set("file" in message ? `${message.type} ${message.file}` : message.type, message);
    this.#wake();
  }

  #forget(number: number): void {
    this.#outgoing.delete(number);
    this.#window.forget(number);
  }

  /** Says what there is to say on that link, one after the other, and files when there is nothing else. */
  async #run(link: PeerLink): Promise<void> {
    try {
      while (this.#link === link) {
        this.#isDue = false;
        const message = this.#next() ?? (await this.#nextPiece());
        if (this.#link !== link) return;
        if (message === undefined) await this.#woken();
        else await link.sendChat(message);
      }
    } catch {
      // The link is over, which its owner tells us.
    }
  }

  #next(): ChatMessage | undefined {
    for (const [kind, message] of this.#due) {
      this.#due.delete(kind);
      return message;
    }
    return this.#outbox.take();
  }

  async #nextPiece(): Promise<ChatMessage | undefined> {
    const sending = [...this.#outgoing.values()].find(({ isSending }) => isSending);
    const room = sending && this.#window.room(this.#parts.now(), this.#parts.isPressed());
    if (sending === undefined || room === undefined || room === 0) return undefined;
    const piece = await sending.nextPiece(room);
    if (piece === undefined) return undefined;
    const end = piece.offset + piece.bytes.length;
    this.#window.handleSent(this.#parts.now(), piece.file, end, piece.bytes.length);
    // Those that are sent to the same person take turns.
    this.#outgoing.delete(sending.number);
    this.#outgoing.set(sending.number, sending);
    return piece;
  }

  #wake(): void {
    this.#isDue = true;
    this.#resume();
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      const isSending = [...this.#outgoing.values()].some((file) => file.isSending);
      const timer = isSending ? setTimeout(() => this.#wake(), PAUSE) : undefined;
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#isDue) this.#resume();
    });
  }
}
