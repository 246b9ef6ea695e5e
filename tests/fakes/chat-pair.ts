import { type ChatMessage, decodeChatMessage, encodeChatMessage } from "../../src/trust/chat-message.ts";
import type { PeerLink } from "../../src/trust/peer-link.ts";
import { Chat } from "../../src/workers/engine/chat/chat.ts";
import type { ChatContent, ChatEntryView } from "../../src/workers/engine/chat/chat-view.ts";
import type { PeerId } from "../../src/workers/engine/messages.ts";

/** Somebody's chat, with a clock that only the test moves, and everything that the page was told. */
export class Chatter {
  readonly name: string;
  readonly chat: Chat;
  readonly entries = new Map<string, ChatEntryView>();
  readonly clock = { now: 0 };

  constructor(name: string) {
    this.name = name;
    this.chat = new Chat({
      now: () => this.clock.now,
      wallClock: () => 1_800_000_000_000,
      isPressed: () => false,
      onEntry: (entry) => this.entries.set(entry.id, entry),
    });
  }

  get id(): PeerId {
    return this.name as PeerId;
  }

  /** What others said, in order. */
  get heard(): string[] {
    return this.#contents("text").map(({ text }) => text);
  }

  /** What has become of what was said: of each text, the state of each recipient. */
  get fates(): string[][] {
    return this.#contents("own-text").map(({ recipients }) => recipients.map(({ state }) => state));
  }

  /** Others' files, by their ids. */
  get files(): [string, Extract<ChatContent, { kind: "file" }>][] {
    return [...this.entries.values()].flatMap(({ id, content }) =>
      content.kind === "file" ? [[id, content] as [string, typeof content]] : [],
    );
  }

  get ownFiles(): Extract<ChatContent, { kind: "own-file" }>[] {
    return this.#contents("own-file");
  }

  #contents<Kind extends ChatContent["kind"]>(kind: Kind): Extract<ChatContent, { kind: Kind }>[] {
    return [...this.entries.values()]
      .map(({ content }) => content)
      .filter((content): content is Extract<ChatContent, { kind: Kind }> => content.kind === kind);
  }
}

/** The way between two chats, which breaks when the test says so. */
export class ChatWire {
  readonly #ends: readonly [Chatter, Chatter];
  #links: readonly PeerLink[] = [];
  #left = 0;
  /** Everything that was said on it. */
  readonly said: ChatMessage[] = [];
  /** Pieces take so long each, milliseconds. */
  pieceTime = 0;
  /** What arrives in a message's place. */
  lie: (message: ChatMessage) => ChatMessage = (message) => message;

  constructor(one: Chatter, other: Chatter) {
    this.#ends = [one, other];
  }

  get isUp(): boolean {
    return this.#links.length > 0;
  }

  /** A new link, which carries so many messages and breaks with the next. */
  connect(messages = Number.POSITIVE_INFINITY): void {
    const [one, other] = this.#ends;
    this.#left = messages;
    const links: [PeerLink, PeerLink] = [
      this.#link(
        () => other.chat.handle(links[1], this.#arriving),
        () => links,
      ),
      this.#link(
        () => one.chat.handle(links[0], this.#arriving),
        () => links,
      ),
    ];
    this.#links = links;
    one.chat.attach(other.id, other.name, links[0]);
    other.chat.attach(one.id, one.name, links[1]);
  }

  cut(): void {
    const links = this.#links;
    this.#links = [];
    for (const [index, link] of links.entries()) this.#ends[index]?.chat.detach(link);
  }

  #arriving: ChatMessage = { type: "chat-ack", number: 1 };

  #link(deliver: () => Promise<void>, links: () => readonly PeerLink[]): PeerLink {
    const sendChat = async (message: ChatMessage) => {
      if (message.type === "file-piece" && this.pieceTime > 0)
        await new Promise((resolve) => setTimeout(resolve, this.pieceTime));
      await Promise.resolve();
      if (this.#links !== links()) throw new Error("The link is over");
      this.said.push(message);
      if (this.#left-- <= 0) {
        this.cut();
        throw new Error("The link broke");
      }
      this.#arriving = decodeChatMessage(encodeChatMessage(this.lie(message)));
      await deliver();
    };
    return { sendChat } as unknown as PeerLink;
  }
}
