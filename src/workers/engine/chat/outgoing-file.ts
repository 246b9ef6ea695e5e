import type { ChatMessage } from "../../../trust/chat-message.ts";
import type { FileResult, RecipientView } from "./chat-view.ts";

type State = RecipientView["state"];

interface OutgoingFileParts {
  /** Of the offer to this recipient. */
  readonly number: number;
  readonly file: Blob;
  readonly onChange: () => void;
  /** This device cannot read the file any more. */
  readonly onUnreadable: () => void;
}

const open: ReadonlySet<State> = new Set<State>(["waiting", "delivered", "sending", "paused"]);

/** One's own file on its way to one recipient, piece by piece, as far as they have said that they want it. */
export class OutgoingFile {
  readonly #parts: OutgoingFileParts;
  #state: State = "waiting";
  /** Read and handed on up to here. */
  #offset = 0;
  #arrived = 0;

  constructor(parts: OutgoingFileParts) {
    this.#parts = parts;
  }

  get number(): number {
    return this.#parts.number;
  }

  get state(): State {
    return this.#state;
  }

  /** Bytes known to be there. */
  get arrived(): number {
    return this.#arrived;
  }

  get isSending(): boolean {
    return this.#state === "sending" && this.#offset < this.#parts.file.size;
  }

  /** The offer has been heard. */
  handleDelivered(): void {
    if (this.#state === "waiting") this.#enter("delivered");
  }

  handleAccept(from: number): void {
    if (!open.has(this.#state) || from > this.#parts.file.size) return;
    this.#offset = from;
    this.#arrived = from;
    this.#enter("sending");
  }

  handleProgress(received: number): void {
    if (this.#state !== "sending" || received <= this.#arrived || received > this.#offset) return;
    this.#arrived = received;
    this.#parts.onChange();
  }

  handleResult(result: FileResult): void {
    if (!open.has(this.#state)) return;
    if (result === "received") this.#arrived = this.#parts.file.size;
    this.#enter(result);
  }

  /** The way to the recipient is gone for now: it goes on where they say. */
  pause(): void {
    if (this.#state === "sending") this.#enter("paused");
  }

  /** Nothing more is sent. */
  end(state: "stopped" | "undelivered"): void {
    if (open.has(this.#state)) this.#enter(state);
  }

  /** The next piece, of so many bytes at most; undefined where none is wanted. */
  async nextPiece(most: number): Promise<Extract<ChatMessage, { type: "file-piece" }> | undefined> {
    const { file, number, onUnreadable } = this.#parts;
    const offset = this.#offset;
    if (!this.isSending) return undefined;
    const slice = file.slice(offset, Math.min(offset + most, file.size));
    const bytes = await slice.arrayBuffer().catch(() => undefined);
    if (bytes === undefined || bytes.byteLength !== slice.size) {
      onUnreadable();
      return undefined;
    }
    // Meanwhile they may have said that they want another piece, or none.
    if (offset !== this.#offset || !this.isSending) return undefined;
    this.#offset += bytes.byteLength;
    return { type: "file-piece", file: number, offset, bytes: new Uint8Array(bytes) };
  }

  #enter(state: State): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#parts.onChange();
  }
}
