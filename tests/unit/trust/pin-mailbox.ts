import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { decodePinMessage, encodePinMessage, type PinMessage } from "../../../src/trust/pin-message.ts";
import { PinGuest, PinHost } from "../../../src/trust/pin-pairing.ts";
import { watchCrypto } from "../../fakes/crypto-at-rest.ts";

/** What the host shows. */
export const PIN = "271828";
export const testRoom = new Uint8Array(16).fill(5);

export interface Letter {
  /** The guest that it is from or to. */
  readonly guest: number;
  readonly from: "host" | "guest";
  readonly message: PinMessage;
}

/** A mailbox with a host in it, guests who come by, and a relay that may do what it likes with their letters. */
export class Mailbox {
  /** Waits until nobody computes any more. The test restores mocks. */
  readonly atRest = watchCrypto();
  now = 0;
  /** What the host has told its owner. */
  readonly told: string[] = [];
  readonly hostKeys: Bytes[] = [];
  /** Everything that was sent, in order. */
  readonly letters: Letter[] = [];
  /** What is delivered in a letter's place. */
  lie: (letter: Letter) => readonly Letter[] | Promise<readonly Letter[]> = (letter) => [letter];
  readonly host: PinHost;
  readonly #guests = new Map<number, PinGuest>();
  readonly #waiting: Letter[] = [];

  constructor() {
    this.host = new PinHost({
      pin: PIN,
      room: testRoom,
      now: () => this.now,
      send: (guest, data) => this.#post({ guest, from: "host", message: decodePinMessage(data) }),
      onProven: (guest, key) => {
        this.told.push(`proven ${guest}`);
        this.hostKeys.push(key);
      },
      onWrongGuess: (left) => this.told.push(`wrong, ${left} left`),
      onBurnt: () => this.told.push("burnt"),
    });
  }

  /** Somebody who types a PIN and has sent their share; `outcome` is what they are told. */
  async enter(guest: number, pin: string, inRoom = testRoom) {
    const result: { outcome?: string; key?: Bytes; run?: PinGuest } = {};
    const run = new PinGuest({
      pin,
      room: inRoom,
      now: () => this.now,
      send: (data) => this.#post({ guest, from: "guest", message: decodePinMessage(data) }),
      onProven: (key) => Object.assign(result, { outcome: "proven", key }),
      onRefused: (reason) => Object.assign(result, { outcome: reason }),
    });
    this.#guests.set(guest, run);
    await this.atRest();
    return Object.assign(result, { run });
  }

  /** Somebody who types a PIN, and everything that follows from it. */
  async visit(guest: number, pin: string) {
    const result = await this.enter(guest, pin);
    await this.deliverAll();
    return result;
  }

  async deliverAll(): Promise<void> {
    for (let letter = this.#waiting.shift(); letter !== undefined; letter = this.#waiting.shift()) {
      for (const delivered of await this.lie(letter)) this.deliver(delivered);
      await this.atRest();
    }
  }

  /** The next letter that waits, for the test to deliver. */
  take(): Letter {
    return this.#waiting.shift() as Letter;
  }

  /** What comes of it may take a while. */
  deliver({ guest, from, message }: Letter): void {
    const data = encodePinMessage(message);
    if (from === "guest") this.host.handleMessage(guest as MemberId, data);
    else this.#guests.get(guest)?.handleMessage(data);
  }

  /** What the host said to this guest. */
  said(guest: number): string[] {
    const toGuest = this.letters.filter((letter) => letter.from === "host" && letter.guest === guest);
    return toGuest.map(({ message }) => (message.type === "pin-refused" ? message.reason : message.type));
  }

  /** The proofs that this side has sent. */
  confirmsOf(from: Letter["from"]): Letter[] {
    return this.letters.filter((letter) => letter.from === from && letter.message.type === "pin-confirm");
  }

  #post(letter: Letter): void {
    this.letters.push(letter);
    this.#waiting.push(letter);
  }
}
