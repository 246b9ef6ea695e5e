import { atom, type ReadableAtom } from "nanostores";
import { limits } from "../transport/wire/limits.ts";
import type { ChatEntryView, ToEngine } from "../workers/engine/client.ts";

export type {
  ChatContent,
  ChatEntryView as ChatEntry,
  IncomingState,
  RecipientView as Recipient,
} from "../workers/engine/client.ts";

/** The chat as one immutable picture; a new one with every change. */
export interface ChatState {
  /** In the order in which they came. */
  readonly entries: readonly ChatEntryView[];
  /** Of others, and not looked at yet. */
  readonly unread: number;
}

/** What is longer is no text any more, what is larger no small file. Characters, and bytes. */
export const maxText = limits.chatText;
export const maxFile = limits.file;

/** More than anybody reads again; the oldest go. */
const MAX_ENTRIES = 1_000;

/** The chat of one call. It is nowhere else, and gone with the call. */
export class Chat {
  readonly #tell: (message: ToEngine) => void;
  readonly #state = atom<ChatState>({ entries: [], unread: 0 });
  #isReading = false;
  /** What was typed and not sent. */
  draft = "";

  constructor(tell: (message: ToEngine) => void) {
    this.#tell = tell;
  }

  get state(): ReadableAtom<ChatState> {
    return this.#state;
  }

  /** A new entry, or a new view of one. */
  handleEntry(entry: ChatEntryView): void {
    const { entries, unread } = this.#state.get();
    const known = entries.findIndex(({ id }) => id === entry.id);
    if (known >= 0) this.#state.set({ entries: entries.with(known, entry), unread });
    else {
      const isNews = !this.#isReading && isTheirs(entry);
      this.#state.set({
        entries: [...entries.slice(1 - MAX_ENTRIES), entry],
        unread: isNews ? unread + 1 : unread,
      });
    }
  }

  /** Whether the person has the chat before their eyes. */
  setReading(isReading: boolean): void {
    this.#isReading = isReading;
    if (isReading && this.#state.get().unread > 0) this.#state.set({ ...this.#state.get(), unread: 0 });
  }

  say(text: string): void {
    this.#tell({ type: "say", text });
  }

  /** False for one that is too large. */
  offerFile(file: File): boolean {
    if (file.size > maxFile) return false;
    this.#tell({ type: "offer-file", file });
    return true;
  }

  acceptFile(entry: string): void {
    this.#tell({ type: "accept-file", entry });
  }

  /** Declines, stops or withdraws it. */
  stopFile(entry: string): void {
    this.#tell({ type: "stop-file", entry });
  }
}

/** Whether it came from somebody else. */
export function isTheirs({ content }: ChatEntryView): boolean {
  return content.kind === "text" || content.kind === "file";
}
