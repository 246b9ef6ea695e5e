import { type Bytes, equalBytes } from "../../../trust/bytes.ts";
import type { ChatMessage } from "../../../trust/chat-message.ts";
import type { FileFacts, FileResult, IncomingState } from "./chat-view.ts";

type Offer = Extract<ChatMessage, { type: "file-offer" }>;

interface IncomingFileParts {
  readonly offer: Offer;
  readonly onChange: () => void;
  /** It has come to an end on this side, which the sender has to know. */
  readonly onResult: (result: FileResult) => void;
}

const active: ReadonlySet<IncomingState> = new Set<IncomingState>(["receiving", "paused"]);
const open: ReadonlySet<IncomingState> = new Set<IncomingState>([
  "offered",
  "receiving",
  "paused",
  "checking",
]);
/** Pieces are gathered into blobs of so many bytes, which browsers may keep outside of memory. */
const GATHERED = 1024 * 1024;
/** Whatever it is, no browser opens it. */
const INERT = "application/octet-stream";

/** Somebody else's file on its way here: nothing of it is looked at before all of it is there and is what was offered. */
export class IncomingFile {
  readonly #parts: IncomingFileParts;
  #state: IncomingState = "offered";
  #received = 0;
  #gathered: Blob[] = [];
  #pieces: Bytes[] = [];
  #piecesLength = 0;
  #blob: Blob | undefined;

  constructor(parts: IncomingFileParts) {
    this.#parts = parts;
  }

  get number(): number {
    return this.#parts.offer.number;
  }

  get facts(): FileFacts {
    const { name, size } = this.#parts.offer;
    return { name, size };
  }

  get state(): IncomingState {
    return this.#state;
  }

  /** Bytes that are here. */
  get received(): number {
    return this.#received;
  }

  get blob(): Blob | undefined {
    return this.#blob;
  }

  /** Whether it takes up memory, or may come to. */
  get isHeld(): boolean {
    return this.#blob !== undefined || active.has(this.#state) || this.#state === "checking";
  }

  /** Where the sender is to begin or to go on; undefined when nothing is wanted. */
  get wantedFrom(): number | undefined {
    return active.has(this.#state) ? this.#received : undefined;
  }

  accept(): void {
    if (this.#state !== "offered") return;
    this.#enter("receiving");
    this.#finishIfWhole();
  }

  /** The next piece; false when it is not the one that was to come. What comes for a file that is over is passed over. */
  take(offset: number, bytes: Bytes): boolean {
    if (this.#state !== "receiving") return this.#state !== "offered";
    const { size } = this.#parts.offer;
    if (offset !== this.#received || bytes.length > size - offset) return false;
    this.#pieces.push(bytes);
    this.#piecesLength += bytes.length;
    this.#received += bytes.length;
    if (this.#piecesLength >= GATHERED) this.#gather();
    this.#parts.onChange();
    this.#finishIfWhole();
    return true;
  }

  /** The way to the sender is there, or is not. */
  setConnected(isConnected: boolean): void {
    if (active.has(this.#state)) this.#enter(isConnected ? "receiving" : "paused");
  }

  /** The person does not want it, or there is no room. */
  end(result: FileResult): void {
    if (!open.has(this.#state)) return;
    this.#abandon(result);
    this.#parts.onResult(result);
  }

  /** Nothing more comes of it, for a reason of the sender. */
  abandon(state: "withdrawn" | "lost"): void {
    if (open.has(this.#state)) this.#abandon(state);
  }

  #abandon(state: IncomingState): void {
    this.#gathered = [];
    this.#pieces = [];
    this.#enter(state);
  }

  #gather(): void {
    this.#gathered.push(new Blob(this.#pieces));
    this.#pieces = [];
    this.#piecesLength = 0;
  }

  #finishIfWhole(): void {
    if (this.#received < this.#parts.offer.size) return;
    this.#gather();
    this.#enter("checking");
    void this.#check(new Blob(this.#gathered, { type: INERT }));
  }

  async #check(blob: Blob): Promise<void> {
    const isWhole = await hashOf(blob).then(
      (hash) => equalBytes(hash, this.#parts.offer.hash),
      () => false,
    );
    if (this.#state !== "checking") return;
    this.#gathered = [];
    if (isWhole) this.#blob = blob;
    const result = isWhole ? "received" : "damaged";
    this.#enter(result);
    this.#parts.onResult(result);
  }

  #enter(state: IncomingState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#parts.onChange();
  }
}

/** SHA-256 of all of it; rejects where it cannot be read. */
export async function hashOf(blob: Blob): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
}
