import { atom, type ReadableAtom } from "nanostores";
import { bytesToHex, hexToBytes } from "../trust/bytes.ts";
import type { Fingerprint } from "../trust/fingerprint.ts";
import { cleanName } from "../trust/names.ts";
import type { Permissions } from "../trust/permissions.ts";
import type { ContactView, EngineClient } from "../workers/engine/client.ts";
import type { Contact, ContactsState } from "./contacts-state.ts";

/** This device and those it knows, and what a person can do about them. */
export class Contacts {
  readonly #engine: EngineClient;
  readonly #state = atom<ContactsState>({
    self: undefined,
    persistent: true,
    connected: false,
    contacts: [],
  });

  constructor(engine: EngineClient) {
    this.#engine = engine;
    engine.follow("self", ({ fingerprint, persistent }) =>
      this.#update({ self: bytesToHex(fingerprint), persistent }),
    );
    engine.follow("contacts", ({ contacts }) => this.#update({ contacts: contacts.map(toContact) }));
    engine.follow("connection", ({ state, doubted }) =>
      this.#update({ connected: state === "connected" && !doubted }),
    );
  }

  get state(): ReadableAtom<ContactsState> {
    return this.#state;
  }

  contact(id: string): Contact | undefined {
    return this.#state.get().contacts.find((contact) => contact.id === id);
  }

  rename(id: string, name: string): void {
    this.#engine.tell({ type: "rename", fingerprint: fromId(id), name: cleanName(name) });
  }

  permit(id: string, permissions: Permissions): void {
    this.#engine.tell({ type: "permit", fingerprint: fromId(id), permissions });
  }

  revoke(id: string): void {
    this.#engine.tell({ type: "revoke", fingerprint: fromId(id) });
  }

  seeMissed(id: string): void {
    this.#engine.tell({ type: "see-missed", fingerprint: fromId(id) });
  }

  /** There is no way back. */
  forgetEverything(): void {
    this.#engine.tell({ type: "reset" });
  }

  #update(change: Partial<ContactsState>): void {
    const state = this.#state.get();
    const entries = Object.entries(change) as [keyof ContactsState, unknown][];
    if (entries.some(([key, value]) => state[key] !== value)) this.#state.set({ ...state, ...change });
  }
}

/** A contact's id as the engine knows it. */
export function fromId(id: string): Fingerprint {
  return hexToBytes(id) as Fingerprint;
}

function toContact({ fingerprint, ...contact }: ContactView): Contact {
  return { ...contact, id: bytesToHex(fingerprint) };
}
