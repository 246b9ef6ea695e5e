import type { Permissions } from "../trust/permissions.ts";

/** A device that was paired with this one. */
export interface Contact {
  /** Its fingerprint in hexadecimal: 64 characters. */
  readonly id: string;
  /** As one has named it here; at first, as it named itself. */
  readonly name: string;
  /** Whether it can be called at this moment. */
  readonly online: boolean;
  /** When it was last heard; undefined for one that never was since the pairing. Milliseconds since 1970. */
  readonly lastSeen: number | undefined;
  /** A call of it that nobody answered, until one has looked. Milliseconds since 1970. */
  readonly missedAt: number | undefined;
  /** What it may do here. */
  readonly permissions: Permissions;
  /** Milliseconds since 1970. */
  readonly pairedAt: number;
}

/** This device and those that it knows; a new object with every change. */
export interface ContactsState {
  /** One's own fingerprint in hexadecimal; undefined until it is read from the store. */
  readonly self: string | undefined;
  /** False where the browser keeps nothing: then devices are known until this page closes. */
  readonly persistent: boolean;
  /** Whether one's own connection stands: without it nobody's presence is known. */
  readonly connected: boolean;
  readonly contacts: readonly Contact[];
}
