import { cleanFileName } from "../../../trust/chat-text.ts";
import type { ChatSession } from "./chat-session.ts";
import type { ChatContent, RecipientView } from "./chat-view.ts";
import { hashOf } from "./incoming-file.ts";
import type { OutgoingFile } from "./outgoing-file.ts";

type Show = (content: ChatContent) => void;

/** Says it to all of them, and shows how far it has come to each. */
export function sayToAll(text: string, sessions: readonly ChatSession[], show: Show): void {
  const recipients = sessions.map(({ name }): RecipientView => ({ name, state: "waiting", bytes: 0 }));
  const update = () => show({ kind: "own-text", text, recipients: [...recipients] });
  update();
  for (const [index, session] of sessions.entries()) {
    session.sayText(text, (delivered) => {
      recipients[index] = { name: session.name, state: delivered ? "delivered" : "undelivered", bytes: 0 };
      update();
    });
  }
}

/** One's own file on offer, until it is withdrawn or the call is over. */
export class OwnFile {
  readonly #file: File;
  readonly #show: Show;
  readonly #name: string;
  #state: "offered" | "withdrawn" | "unreadable" = "offered";
  #recipients: readonly {
    readonly session: ChatSession;
    readonly name: string;
    /** Undefined for somebody who could not even be told of it. */
    readonly transfer: OutgoingFile | undefined;
  }[] = [];

  constructor(file: File, show: Show) {
    this.#file = file;
    this.#show = show;
    this.#name = cleanFileName(file.name);
  }

  /** Offers it to all who are there once it has been read, which is where `sessions` is asked. */
  async offer(sessions: () => readonly ChatSession[]): Promise<void> {
    this.#update();
    const hash = await hashOf(this.#file).catch(() => undefined);
    if (hash === undefined) {
      this.#withdraw("unreadable");
      return;
    }
    if (this.#state !== "offered") return;
    const offer = { name: this.#name, size: this.#file.size, hash };
    const events = {
      onChange: () => this.#update(),
      onUnreadable: () => this.#withdraw("unreadable"),
    };
    this.#recipients = sessions().map((session) => ({
      session,
      name: session.name,
      transfer: session.offer(this.#file, offer, events),
    }));
    this.#update();
  }

  /** Nobody gets any more of it. */
  withdraw(): void {
    this.#withdraw("withdrawn");
  }

  #withdraw(state: "withdrawn" | "unreadable"): void {
    if (this.#state !== "offered") return;
    this.#state = state;
    for (const { session, transfer } of this.#recipients) if (transfer) session.withdraw(transfer);
    this.#update();
  }

  #update(): void {
    const recipients = this.#recipients.map(
      ({ name, transfer }): RecipientView => ({
        name,
        state: transfer?.state ?? "undelivered",
        bytes: transfer?.arrived ?? 0,
      }),
    );
    const file = { name: this.#name, size: this.#file.size };
    this.#show({ kind: "own-file", file, state: this.#state, recipients });
  }
}
