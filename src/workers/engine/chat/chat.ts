import { limits } from "../../../transport/wire/limits.ts";
import type { ChatMessage } from "../../../trust/chat-message.ts";
import { cleanText } from "../../../trust/chat-text.ts";
import type { PeerLink } from "../../../trust/peer-link.ts";
import type { PeerId } from "../messages.ts";
import { ChatSession } from "./chat-session.ts";
import type { Author, ChatContent, ChatEntryView } from "./chat-view.ts";
import type { IncomingFile } from "./incoming-file.ts";
import { OwnFile, sayToAll } from "./own-entries.ts";
import { Waiting } from "./waiting.ts";

interface ChatParts {
  /** Milliseconds, monotonic, and since 1970. */
  readonly now: () => number;
  readonly wallClock: () => number;
  /** Whether media get less than they want. */
  readonly isPressed: () => boolean;
  readonly onEntry: (entry: ChatEntryView) => void;
}

/** A file that somebody has offered. */
interface Offered {
  readonly session: ChatSession;
  readonly file: IncomingFile;
}

/** How long what was said waits for somebody whose connection broke. Milliseconds. */
const PATIENCE = 120_000;
/** Windows that have been in the call: more than any call has seen. */
const MAX_SESSIONS = 256;
/** What this device takes of others' files in one call, in bytes: a tablet bears that, and most of it lies on its disk. */
const MAX_HELD = 5 * limits.file;
/** How far files have come is told so often at most. Milliseconds. */
const PROGRESS_INTERVAL = 100;

/**
 * The chat of one call. What is said goes to everybody who is in it now, to each over their own link, and is kept only until they have
 * heard it: who comes later does not get it, and nothing is written down.
 */
export class Chat {
  readonly #parts: ChatParts;
  readonly #sessions = new Map<PeerId, ChatSession>();
  readonly #waiting = new Waiting<PeerLink, ChatSession>();
  readonly #own = new Map<string, OwnFile>();
  readonly #offered = new Map<string, Offered>();
  /** Entries that have changed and are told of in a moment. */
  readonly #changed = new Map<string, ChatEntryView>();
  #telling: ReturnType<typeof setTimeout> | undefined;
  #said = 0;

  constructor(parts: ChatParts) {
    this.#parts = parts;
  }

  /** This link leads to that window, which calls itself so. */
  attach(peer: PeerId, name: string, link: PeerLink): void {
    const session = this.#sessions.get(peer) ?? this.#open(peer);
    if (session === undefined) return;
    session.name = name;
    if (session.link === link) return;
    session.attach(link);
    this.#waiting.resolve(link, session);
  }

  /** It leads nowhere any more. */
  detach(link: PeerLink): void {
    this.#waiting.resolve(link, undefined);
    this.#sessionOf(link)?.detach();
  }

  /** They have left, for good. */
  end(peer: PeerId): void {
    this.#sessions.get(peer)?.end();
  }

  /** One's own connection is back. */
  handleConnected(): void {
    for (const session of this.#sessions.values()) session.handleConnected();
  }

  /** Now and then, while connected. */
  poll(): void {
    for (const session of this.#sessions.values()) if (session.awayFor > PATIENCE) session.end();
  }

  close(): void {
    for (const session of this.#sessions.values()) session.end();
    clearTimeout(this.#telling);
  }

  /** What somebody says before it is known who they are waits until it is. */
  async handle(link: PeerLink, message: ChatMessage): Promise<void> {
    const session = this.#sessionOf(link) ?? (await this.#waiting.wait(link));
    if (session?.link === link) session.handle(message);
  }

  say(text: string): void {
    const clean = cleanText(text.slice(0, limits.chatText));
    if (clean !== "") sayToAll(clean, this.#present, this.#entry(`own ${++this.#said}`, true));
  }

  offerFile(file: File): void {
    if (file.size > limits.file) return;
    const id = `own ${++this.#said}`;
    const own = new OwnFile(file, this.#entry(id));
    this.#own.set(id, own);
    void own.offer(() => this.#present);
  }

  /** Of others' files. */
  acceptFile(id: string): void {
    const offered = this.#offered.get(id);
    if (offered === undefined) return;
    const { session, file } = offered;
    const held = [...this.#sessions.values()].reduce((sum, { heldBytes }) => sum + heldBytes, 0);
    if (held + file.facts.size > MAX_HELD) file.end("no-room");
    else session.accept(file);
  }

  /** One's own is withdrawn; another's is declined, or stopped on its way. */
  stopFile(id: string): void {
    this.#own.get(id)?.withdraw();
    const file = this.#offered.get(id)?.file;
    file?.end(file.state === "offered" ? "declined" : "stopped");
  }

  /** Those who hear what is said now, or soon. */
  get #present(): readonly ChatSession[] {
    return [...this.#sessions.values()].filter(({ isOpen }) => isOpen);
  }

  #sessionOf(link: PeerLink): ChatSession | undefined {
    return [...this.#sessions.values()].find((session) => session.link === link);
  }

  #open(peer: PeerId): ChatSession | undefined {
    if (this.#sessions.size >= MAX_SESSIONS) return undefined;
    const { now, isPressed } = this.#parts;
    const author = (): Author => ({ peer, name: session.name });
    const session: ChatSession = new ChatSession({
      now,
      isPressed,
      onText: (number, text) =>
        this.#entry(`${peer} ${number}`, true)({ kind: "text", from: author(), text }),
      onOffer: (file) => {
        const id = `${peer} ${file.number}`;
        this.#offered.set(id, { session, file });
        const show = this.#entry(id);
        const from = author();
        return () => {
          const { facts, state, received, blob } = file;
          show({ kind: "file", from, file: facts, state, bytes: received, blob });
        };
      },
      onForgotten: (file) => this.#offered.delete(`${peer} ${file.number}`),
    });
    this.#sessions.set(peer, session);
    return session;
  }

  /** Shows what becomes of an entry that begins now: at once, or in a moment where much becomes of it. */
  #entry(id: string, atOnce = false): (content: ChatContent) => void {
    const at = this.#parts.wallClock();
    return (content) => {
      if (atOnce) this.#parts.onEntry({ id, at, content });
      else this.#tellSoon({ id, at, content });
    };
  }

  #tellSoon(entry: ChatEntryView): void {
    this.#changed.set(entry.id, entry);
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      for (const changed of this.#changed.values()) this.#parts.onEntry(changed);
      this.#changed.clear();
    }, PROGRESS_INTERVAL);
  }
}
