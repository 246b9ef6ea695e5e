import type { ControlMessage } from "../../trust/control-message.ts";
import { type Fingerprint, sameFingerprint } from "../../trust/fingerprint.ts";
import { type Handoff, handoffKey } from "../../trust/handoff.ts";
import type { TrustStore } from "../../trust/store/trust-store.ts";
import type { Network } from "./network.ts";
import { Room } from "./room.ts";

export type HandoffMessage = Extract<ControlMessage, { type: "handoff" }>;

interface HandoffParts {
  readonly handoff: Handoff;
  readonly network: Pick<Network, "add" | "remove">;
  readonly identity: TrustStore["identity"];
}

interface OfferParts extends HandoffParts {
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** A device came with the secret: vouches for it in the call, and says what it has to know. */
  readonly appoint: (successor: Fingerprint) => Promise<HandoffMessage | undefined>;
  /** The secret was used, by this device or by whoever else had the link. */
  readonly onTaken: () => void;
}

/** The device that is in the call waits for the other one, which knows the secret. It gives the call away once. */
export class HandoffOffer {
  readonly #parts: OfferParts;
  readonly #room: Room;
  #isTaken = false;

  static async create(parts: OfferParts): Promise<HandoffOffer> {
    const secret = await handoffKey(parts.handoff);
    return new HandoffOffer(parts, secret);
  }

  private constructor(parts: OfferParts, secret: Awaited<ReturnType<typeof handoffKey>>) {
    const { identity, network } = parts;
    this.#parts = parts;
    this.#room = new Room(parts.handoff.room, {
      opening: "other",
      credentials: () => (this.#isOpen ? { identity, proof: { kind: "secret", secret } } : undefined),
      standing: () => ({ state: "guest", mayTalk: false }),
      onUp: (link, { fingerprint }) => {
        // Another window of this device would take its own place, and a second device that of the first.
        const isWelcome = this.#isOpen && !sameFingerprint(fingerprint, identity.fingerprint);
        if (isWelcome) void this.#give(fingerprint, (message) => link.send(message));
        else void link.dismiss("handoff-over");
      },
      onMessage: () => undefined,
      onDown: () => undefined,
    });
    network.add(this.#room);
  }

  /** The link leads nowhere any more. */
  close(): void {
    this.#parts.network.remove(this.#room);
  }

  get #isOpen(): boolean {
    return !this.#isTaken && this.#parts.wallClock() < this.#parts.handoff.expiresAt;
  }

  async #give(successor: Fingerprint, send: (message: HandoffMessage) => Promise<void>): Promise<void> {
    this.#isTaken = true;
    this.#parts.onTaken();
    const message = await this.#parts.appoint(successor);
    if (message !== undefined) await send(message).catch(() => undefined);
  }
}

interface TakingParts extends HandoffParts {
  /** The call; undefined where the link is used up, over, or not that device's. Called once. */
  readonly onDone: (message: HandoffMessage | undefined) => void;
}

/** From the moment when this device is in the room: whoever waits there answers at once. Milliseconds. */
const ANSWER_PATIENCE = 8_000;

/** The new device fetches the call from the one that is in it. */
export class HandoffTaking {
  readonly #parts: TakingParts;
  readonly #room: Room;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #isDone = false;

  static async create(parts: TakingParts): Promise<HandoffTaking> {
    return new HandoffTaking(parts, await handoffKey(parts.handoff));
  }

  private constructor(parts: TakingParts, secret: Awaited<ReturnType<typeof handoffKey>>) {
    const { identity, network, handoff } = parts;
    const isSource = (fingerprint: Fingerprint | undefined) =>
      fingerprint !== undefined && sameFingerprint(fingerprint, handoff.from);
    this.#parts = parts;
    this.#room = new Room(handoff.room, {
      opening: "self",
      credentials: () => ({ identity, proof: { kind: "secret", secret } }),
      // Whoever else has the link can hand over nothing.
      standing: ({ fingerprint }) => ({ state: isSource(fingerprint) ? "guest" : "unknown" }),
      onEntered: () => {
        this.#waiting ??= setTimeout(() => this.#finish(undefined), ANSWER_PATIENCE);
      },
      onRefused: () => this.#finish(undefined),
      onUp: () => undefined,
      onMessage: (_link, message) => {
        if (message.type === "handoff") this.#finish(message);
        if (message.type === "error") this.#finish(undefined);
      },
      onDown: () => undefined,
    });
    network.add(this.#room);
  }

  /** Asks no more; nothing is told. */
  close(): void {
    this.#isDone = true;
    clearTimeout(this.#waiting);
    this.#parts.network.remove(this.#room);
  }

  #finish(message: HandoffMessage | undefined): void {
    if (this.#isDone) return;
    this.close();
    this.#parts.onDone(message);
  }
}
