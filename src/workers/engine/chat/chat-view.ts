import type { fileResults } from "../../../trust/chat-message.ts";
import type { PeerId } from "../messages.ts";

export type FileResult = (typeof fileResults)[number];

/** How far something has come to one of those it was meant for. */
export interface RecipientView {
  readonly name: string;
  readonly state: /** Not known to have arrived. */
    | "waiting"
    /** There; a file is on offer. */
    | "delivered"
    /** It never arrived, and will not any more. */
    | "undelivered"
    | "sending"
    /** The file goes on when they are back. */
    | "paused"
    | FileResult;
  /** Of the file, known to be there. */
  readonly bytes: number;
}

/** How far somebody else's file has come here. */
export type IncomingState =
  | "offered"
  | "receiving"
  /** It goes on when the sender is back. */
  | "paused"
  | "checking"
  | "withdrawn"
  /** The sender has gone. */
  | "lost"
  | FileResult;

export interface FileFacts {
  /** Good to save by. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** What was said in the chat, or offered: one line of it. A later view with the same id takes its place. */
export interface ChatEntryView {
  readonly id: string;
  /** Milliseconds since 1970, by this device's clock. */
  readonly at: number;
  readonly content: ChatContent;
}

export type ChatContent =
  | { readonly kind: "own-text"; readonly text: string; readonly recipients: readonly RecipientView[] }
  | {
      readonly kind: "own-file";
      readonly file: FileFacts;
      /** Whether it may still be fetched. unreadable: this device cannot read it any more. */
      readonly state: "offered" | "withdrawn" | "unreadable";
      readonly recipients: readonly RecipientView[];
    }
  | { readonly kind: "text"; readonly from: Author; readonly text: string }
  | {
      readonly kind: "file";
      readonly from: Author;
      readonly file: FileFacts;
      readonly state: IncomingState;
      readonly bytes: number;
      /** All of it, checked, once received. */
      readonly blob: Blob | undefined;
    };

/** Who said something, by the name they had then. */
export interface Author {
  readonly peer: PeerId;
  readonly name: string;
}
