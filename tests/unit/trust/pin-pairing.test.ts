import { ristretto255 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { CpaceRun } from "../../../src/trust/cpace-run.ts";
import { decodePinMessage, encodePinMessage, type PinMessage } from "../../../src/trust/pin-message.ts";
import { PIN_GUESSES, PIN_LIFETIME, PinGuest, PinHost, randomPin } from "../../../src/trust/pin-pairing.ts";

const PIN = "271828";
const WRONG = "271829";
const room = new Uint8Array(16).fill(5);
const RUN_PATIENCE = 10_000;

interface Letter {
  /** The guest that it is from or to. */
  readonly guest: number;
  readonly from: "host" | "guest";
  readonly message: PinMessage;
}

/** A mailbox with a host in it, guests who come by, and a relay that may do what it likes with their letters. */
class Mailbox {
  now = 0;
  /** What the host has told its owner. */
  readonly told: string[] = [];
  readonly hostKeys: Bytes[] = [];
  /** Everything that was sent, in order. */
  readonly letters: Letter[] = [];
  /** What is delivered in a letter's place. */
  lie: (letter: Letter) => readonly Letter[] = (letter) => [letter];
  readonly host: PinHost;
  readonly #guests = new Map<number, PinGuest>();
  readonly #waiting: Letter[] = [];

  constructor() {
    this.host = new PinHost({
      pin: PIN,
      room,
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

  /** Somebody who types a PIN; `outcome` is what they are told. */
  enter(guest: number, pin: string, inRoom = room) {
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
    return Object.assign(result, { run });
  }

  /** Somebody who types a PIN, and everything that follows from it. */
  visit(guest: number, pin: string) {
    const result = this.enter(guest, pin);
    this.deliverAll();
    return result;
  }

  deliverAll(): void {
    for (let letter = this.#waiting.shift(); letter !== undefined; letter = this.#waiting.shift())
      for (const delivered of this.lie(letter)) this.deliver(delivered);
  }

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

  #post(letter: Letter): void {
    this.letters.push(letter);
    this.#waiting.push(letter);
  }
}

describe("a PIN", () => {
  test("is six digits, zeros in front included", () => {
    for (let i = 0; i < 200; i++) expect(randomPin()).toMatch(/^\d{6}$/);
  });

  test("does not favour any digits: what would make some more likely is thrown away", () => {
    const draws = [4_294_967_295, 4_294_000_000, 4_293_999_999];
    vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
      (array as unknown as Uint32Array)[0] = draws.shift() ?? 0;
      return array;
    });
    expect(randomPin()).toBe("999999");
    expect(draws).toEqual([]);
    vi.restoreAllMocks();
  });
});

describe("with the right PIN", () => {
  test("both sides come to the same 32 bytes, and the PIN is used up", () => {
    const mailbox = new Mailbox();
    const guest = mailbox.visit(1, PIN);
    expect(guest.outcome).toBe("proven");
    expect(mailbox.told).toEqual(["proven 1"]);
    expect(mailbox.hostKeys).toEqual([guest.key]);
    expect(guest.key).toHaveLength(32);
    expect(mailbox.visit(2, PIN).outcome).toBe("burnt");
    expect(mailbox.told).toEqual(["proven 1"]);
  });

  test("another pairing with the same PIN has another key", () => {
    expect(new Mailbox().visit(1, PIN).key).not.toEqual(new Mailbox().visit(1, PIN).key);
  });

  test("the guest proves itself first: the host's proof does not leave before", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) =>
      letter.message.type === "pin-confirm" && letter.from === "guest" ? [] : [letter];
    mailbox.visit(1, PIN);
    expect(mailbox.letters.map(({ from, message }) => `${from} ${message.type}`)).toEqual([
      "guest pin-share",
      "host pin-share",
      "guest pin-confirm",
    ]);
  });

  test("no two runs look alike, so that what passes by says nothing about the PIN", () => {
    const [one, other] = [new Mailbox(), new Mailbox()].map((mailbox) => {
      mailbox.visit(1, PIN);
      return mailbox.letters.map(({ message }) => ("share" in message ? message.share : message));
    });
    for (const [index, sent] of (one ?? []).entries()) expect(sent).not.toEqual(other?.[index]);
  });

  test("in another mailbox's room: refused", () => {
    const mailbox = new Mailbox();
    const guest = mailbox.enter(1, PIN, new Uint8Array(16).fill(6));
    mailbox.deliverAll();
    expect([guest.outcome, ...mailbox.told]).toEqual(["wrong", "wrong, 2 left"]);
  });
});

describe("guesses", () => {
  test("three wrong ones burn the PIN, and the right one is refused then", () => {
    const mailbox = new Mailbox();
    const guesses = ["000000", "111111", "222222"].map((pin, guest) => mailbox.visit(guest, pin).outcome);
    expect(guesses).toEqual(["wrong", "wrong", "wrong"]);
    expect(mailbox.told).toEqual(["wrong, 2 left", "wrong, 1 left", "wrong, 0 left", "burnt"]);
    expect(mailbox.visit(4, PIN).outcome).toBe("burnt");
    expect(mailbox.hostKeys).toEqual([]);
  });

  test("the right one is taken after two wrong ones", () => {
    const mailbox = new Mailbox();
    mailbox.visit(1, WRONG);
    mailbox.visit(1, WRONG);
    expect(mailbox.visit(1, PIN).outcome).toBe("proven");
  });

  test("whoever guessed wrong gets no proof to try other PINs against", () => {
    const mailbox = new Mailbox();
    mailbox.visit(1, WRONG);
    expect(mailbox.said(1)).toEqual(["pin-share", "wrong"]);
  });

  test("several at once: one is answered, the others are told to wait, and no guess is theirs", () => {
    const mailbox = new Mailbox();
    const guests = [1, 2, 3].map((guest) => mailbox.enter(guest, guest === 1 ? PIN : WRONG));
    mailbox.deliverAll();
    expect(guests.map(({ outcome }) => outcome)).toEqual(["proven", "busy", "busy"]);
    expect(mailbox.told).toEqual(["proven 1"]);
  });

  test("a second share in the same run is not answered", () => {
    const mailbox = new Mailbox();
    mailbox.lie = ({ message, ...letter }) =>
      message.type === "pin-share" && letter.from === "guest"
        ? [
            { ...letter, message },
            { ...letter, message },
          ]
        : [];
    mailbox.visit(1, PIN);
    expect(mailbox.said(1)).toEqual(["pin-share", "busy"]);
  });

  test("a proof of somebody whose run it is not counts for nothing", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => [letter.message.type === "pin-confirm" ? { ...letter, guest: 2 } : letter];
    mailbox.visit(1, PIN);
    expect(mailbox.told).toEqual([]);
  });

  test("a proof that never arrives was a guess", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.message.type === "pin-confirm" ? [] : [letter]);
    for (let guess = 1; guess <= PIN_GUESSES; guess++) {
      mailbox.visit(guess, PIN);
      mailbox.now += RUN_PATIENCE;
      mailbox.host.poll();
      expect(mailbox.told).toHaveLength(guess - 1);
      mailbox.now++;
      mailbox.host.poll();
    }
    expect(mailbox.told).toEqual(["wrong, 2 left", "wrong, 1 left", "wrong, 0 left", "burnt"]);
  });

  test("an answer that never arrives was a guess", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "host" ? [] : [letter]);
    mailbox.visit(1, PIN);
    mailbox.host.handleLeft(1 as MemberId);
    mailbox.host.handleLeft(1 as MemberId);
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
  });

  test("somebody else leaving is no guess", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "host" ? [] : [letter]);
    mailbox.visit(1, PIN);
    mailbox.host.handleLeft(2 as MemberId);
    expect(mailbox.told).toEqual([]);
  });

  test("the next guest is answered when the one before has given up", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "host" ? [] : [letter]);
    mailbox.visit(1, PIN);
    mailbox.now += RUN_PATIENCE + 1;
    mailbox.lie = (letter) => [letter];
    expect(mailbox.visit(2, PIN).outcome).toBe("proven");
  });
});

describe("time", () => {
  test("a PIN is good for five minutes, and then for nothing", () => {
    const mailbox = new Mailbox();
    expect(mailbox.host.expiresAt).toBe(5 * 60_000);
    mailbox.now = PIN_LIFETIME - 1;
    mailbox.host.poll();
    expect(mailbox.told).toEqual([]);
    mailbox.now = PIN_LIFETIME;
    expect(mailbox.visit(1, PIN).outcome).toBe("burnt");
    expect(mailbox.told).toEqual(["burnt"]);
  });

  test("it expires while somebody is answered: they are told", () => {
    const mailbox = new Mailbox();
    mailbox.now = PIN_LIFETIME - 1;
    mailbox.lie = (letter) => {
      if (letter.message.type === "pin-confirm") mailbox.now = PIN_LIFETIME;
      return [letter];
    };
    expect(mailbox.visit(1, PIN).outcome).toBe("burnt");
    expect([mailbox.told, mailbox.hostKeys]).toEqual([["burnt"], []]);
  });

  test("without an answer a guest gives up, once, and hears nothing after that", () => {
    const mailbox = new Mailbox();
    const held: Letter[] = [];
    mailbox.lie = (letter) => {
      if (letter.from === "guest") return [letter];
      held.push(letter);
      return [];
    };
    const guest = mailbox.visit(1, PIN);
    mailbox.now = RUN_PATIENCE;
    guest.run?.poll();
    expect(guest.outcome).toBeUndefined();
    mailbox.now++;
    guest.run?.poll();
    expect(guest.outcome).toBe("silent");
    for (const letter of held) mailbox.deliver(letter);
    mailbox.deliverAll();
    expect([guest.outcome, mailbox.said(1)]).toEqual(["silent", ["pin-share"]]);
  });

  test("a relay that keeps talking does not keep a guest waiting", () => {
    const mailbox = new Mailbox();
    const guest = mailbox.enter(1, PIN);
    const answer: Letter = {
      guest: 1,
      from: "host",
      message: { type: "pin-confirm", tag: new Uint8Array(64) },
    };
    for (; mailbox.now <= RUN_PATIENCE; mailbox.now += 1_000) mailbox.deliver(answer);
    guest.run?.poll();
    expect(guest.outcome).toBe("silent");
  });
});

describe("a relay in between", () => {
  const ascii = (text: string) => new TextEncoder().encode(text);
  const confirmsOf = (mailbox: Mailbox, from: Letter["from"]) =>
    mailbox.letters.filter((letter) => letter.from === from && letter.message.type === "pin-confirm");

  test("swaps the shares for its own: both sides refuse, the guess is counted", () => {
    const mailbox = new Mailbox();
    const guessed = { password: ascii(WRONG), channel: ascii("kith/1 pin guest, host"), session: room };
    const toGuest = new CpaceRun(guessed, "responder", ascii("kith pin host"));
    const toHost = new CpaceRun(guessed, "initiator", ascii("kith pin guest"));
    let proof: Bytes | undefined;
    mailbox.lie = (letter) => {
      const { message, from } = letter;
      if (message.type === "pin-share" && from === "guest")
        return [{ ...letter, message: { type: "pin-share", ...toHost.message } }];
      if (message.type === "pin-share") {
        proof = toHost.agree(message).tag;
        return [{ ...letter, message: { type: "pin-share", ...toGuest.message } }];
      }
      if (message.type === "pin-confirm" && proof !== undefined)
        return [{ ...letter, message: { ...message, tag: proof } }];
      return [letter];
    };
    expect(mailbox.visit(1, PIN).outcome).toBe("wrong");
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
    expect(confirmsOf(mailbox, "host")).toEqual([]);
  });

  test.each([
    ["as it is", ascii("kith pin guest")],
    ["as if the host had made it", ascii("kith pin host")],
  ])("sends the guest's share back to it, %s: refused", (_, associatedData) => {
    const mailbox = new Mailbox();
    mailbox.lie = ({ guest, message }) => [
      {
        guest,
        from: "host",
        message: message.type === "pin-share" ? { ...message, associatedData } : message,
      },
    ];
    const guest = mailbox.visit(1, PIN);
    expect(guest).toMatchObject({ outcome: "wrong" });
    expect(guest.key).toBeUndefined();
  });

  test("sends the guest's proof back to it: refused", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) =>
      letter.from === "guest" && letter.message.type === "pin-confirm"
        ? [{ ...letter, from: "host" }]
        : [letter];
    expect(mailbox.visit(1, PIN).outcome).toBe("wrong");
  });

  test("sends the host's share back to it, as somebody's: refused", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "guest" ? [letter] : []);
    mailbox.visit(1, PIN);
    const share = mailbox.letters.find(({ from }) => from === "host") as Letter;
    mailbox.host.handleLeft(1 as MemberId);
    mailbox.lie = (letter) => [letter];
    mailbox.deliver({ ...share, from: "guest", guest: 2 });
    mailbox.deliver({ guest: 2, from: "guest", message: { type: "pin-confirm", tag: new Uint8Array(64) } });
    expect(mailbox.told).toEqual(["wrong, 2 left", "wrong, 1 left"]);
    expect(mailbox.hostKeys).toEqual([]);
  });

  test("puts two guests together, who each take the other for the host: refused", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) =>
      letter.from === "guest" ? [{ ...letter, from: "host", guest: 3 - letter.guest }] : [];
    const guests = [1, 2].map((guest) => mailbox.enter(guest, PIN));
    mailbox.deliverAll();
    expect(guests.map(({ outcome }) => outcome)).toEqual(["wrong", "wrong"]);
  });

  test("changes the proof: refused, and counted", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => {
      const { message, from } = letter;
      if (message.type !== "pin-confirm" || from === "host") return [letter];
      return [
        {
          ...letter,
          message: { ...message, tag: message.tag.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) },
        },
      ];
    };
    expect(mailbox.visit(1, PIN).outcome).toBe("wrong");
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
  });

  test("changes the host's proof: the guest trusts nobody", () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => {
      const { message, from } = letter;
      if (message.type !== "pin-confirm" || from === "guest") return [letter];
      return [{ ...letter, message: { ...message, tag: message.tag.slice(0, 32) } }];
    };
    expect(mailbox.visit(1, PIN)).toMatchObject({ outcome: "wrong" });
  });

  test("replays another run's messages: refused", () => {
    const earlier = new Mailbox();
    earlier.visit(1, PIN);
    const mailbox = new Mailbox();
    for (const letter of earlier.letters.filter(({ from }) => from === "guest")) mailbox.deliver(letter);
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
    expect(confirmsOf(mailbox, "host")).toEqual([]);
  });

  const strangePoints: [string, Bytes][] = [
    ["the identity", new Uint8Array(32)],
    ["no point of the curve", new Uint8Array(32).fill(0xff)],
    ["a point in a form that is not its own", encodingPlusPrime()],
    ["too short", ristretto255.Point.BASE.toBytes().slice(0, 31)],
    ["nothing", new Uint8Array(0)],
  ];

  test.each(strangePoints)(
    "sends the host a share that is %s: refused like any other, and counted",
    (_, share) => {
      const mailbox = new Mailbox();
      const message: PinMessage = { type: "pin-share", share, associatedData: new Uint8Array(0) };
      mailbox.deliver({ guest: 1, from: "guest", message });
      expect(mailbox.said(1)).toEqual(["wrong"]);
      expect(mailbox.told).toEqual(["wrong, 2 left"]);
      expect(mailbox.visit(2, PIN).outcome).toBe("proven");
    },
  );

  test.each(strangePoints)(
    "sends the guest a share that is %s: refused, and nothing is proved",
    (_, share) => {
      const mailbox = new Mailbox();
      mailbox.lie = (letter) =>
        letter.from === "host" && letter.message.type === "pin-share"
          ? [{ ...letter, message: { ...letter.message, share } }]
          : [letter];
      expect(mailbox.visit(1, PIN).outcome).toBe("wrong");
      expect(confirmsOf(mailbox, "guest")).toEqual([]);
    },
  );

  test("sends what is no message: passed over on both sides", () => {
    const mailbox = new Mailbox();
    const guest = mailbox.enter(1, PIN);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (garbage) => {
        mailbox.host.handleMessage(1 as MemberId, Uint8Array.from(garbage));
        guest.run?.handleMessage(Uint8Array.from(garbage));
      }),
    );
    mailbox.deliverAll();
    expect(guest.outcome).toBe("proven");
  });
});

/** The identity's encoding with the field's prime added: 2²⁵⁵ − 19, which decodes to zero if nobody looks. */
function encodingPlusPrime(): Bytes {
  const bytes = new Uint8Array(32).fill(0xff);
  bytes[0] = 0xed;
  bytes[31] = 0x7f;
  return bytes;
}
