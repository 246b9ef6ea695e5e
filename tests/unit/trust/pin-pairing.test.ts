import { hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { CpaceRun } from "../../../src/trust/cpace-run.ts";
import type { PinMessage } from "../../../src/trust/pin-message.ts";
import { PIN_GUESSES, PIN_LIFETIME, randomPin } from "../../../src/trust/pin-pairing.ts";
import { type Letter, Mailbox, PIN, testRoom } from "./pin-mailbox.ts";
import { smallOrder } from "./small-order.ts";

const WRONG = "271829";
const RUN_PATIENCE = 10_000;

afterEach(() => {
  vi.restoreAllMocks();
});

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
  });
});

describe("with the right PIN", () => {
  test("both sides come to the same 32 bytes, and the PIN is used up", async () => {
    const mailbox = new Mailbox();
    const guest = await mailbox.visit(1, PIN);
    expect(guest.outcome).toBe("proven");
    expect(mailbox.told).toEqual(["proven 1"]);
    expect(mailbox.hostKeys).toEqual([guest.key]);
    expect(guest.key).toHaveLength(32);
    expect((await mailbox.visit(2, PIN)).outcome).toBe("burnt");
    expect(mailbox.told).toEqual(["proven 1"]);
  });

  test("another pairing with the same PIN has another key", async () => {
    const [one, other] = [await new Mailbox().visit(1, PIN), await new Mailbox().visit(1, PIN)];
    expect(one.key).not.toEqual(other.key);
  });

  test("the guest proves itself first: the host's proof does not leave before", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) =>
      letter.message.type === "pin-confirm" && letter.from === "guest" ? [] : [letter];
    await mailbox.visit(1, PIN);
    expect(mailbox.letters.map(({ from, message }) => `${from} ${message.type}`)).toEqual([
      "guest pin-share",
      "host pin-share",
      "guest pin-confirm",
    ]);
  });

  test("no two runs look alike, so that what passes by says nothing about the PIN", async () => {
    const sentIn = async (mailbox: Mailbox) => {
      await mailbox.visit(1, PIN);
      return mailbox.letters.map(({ message }) => ("share" in message ? message.share : message));
    };
    const [one, other] = [await sentIn(new Mailbox()), await sentIn(new Mailbox())];
    for (const [index, sent] of one.entries()) expect(sent).not.toEqual(other[index]);
  });

  test("in another mailbox's room: refused", async () => {
    const mailbox = new Mailbox();
    const guest = await mailbox.enter(1, PIN, new Uint8Array(16).fill(6));
    await mailbox.deliverAll();
    expect([guest.outcome, ...mailbox.told]).toEqual(["wrong", "wrong, 2 left"]);
  });
});

describe("guesses", () => {
  test("three wrong ones burn the PIN, and the right one is refused then", async () => {
    const mailbox = new Mailbox();
    for (const [guest, pin] of ["000000", "111111", "222222"].entries())
      expect((await mailbox.visit(guest, pin)).outcome).toBe("wrong");
    expect(mailbox.told).toEqual(["wrong, 2 left", "wrong, 1 left", "wrong, 0 left", "burnt"]);
    expect((await mailbox.visit(4, PIN)).outcome).toBe("burnt");
    expect(mailbox.hostKeys).toEqual([]);
  });

  test("the right one is taken after two wrong ones", async () => {
    const mailbox = new Mailbox();
    await mailbox.visit(1, WRONG);
    await mailbox.visit(1, WRONG);
    expect((await mailbox.visit(1, PIN)).outcome).toBe("proven");
  });

  test("whoever guessed wrong gets no proof to try other PINs against", async () => {
    const mailbox = new Mailbox();
    await mailbox.visit(1, WRONG);
    expect(mailbox.said(1)).toEqual(["pin-share", "wrong"]);
  });

  test("several at once: one is answered, the others are told to wait, and no guess is theirs", async () => {
    const mailbox = new Mailbox();
    const guests = [
      await mailbox.enter(1, PIN),
      await mailbox.enter(2, WRONG),
      await mailbox.enter(3, WRONG),
    ];
    await mailbox.deliverAll();
    expect(guests.map(({ outcome }) => outcome)).toEqual(["proven", "busy", "busy"]);
    expect(mailbox.told).toEqual(["proven 1"]);
  });

  test("a second share in the same run is not answered", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = ({ message, ...letter }) =>
      message.type === "pin-share" && letter.from === "guest"
        ? [
            { ...letter, message },
            { ...letter, message },
          ]
        : [];
    await mailbox.visit(1, PIN);
    expect(mailbox.said(1)).toEqual(["busy", "pin-share"]);
  });

  test("a proof of somebody whose run it is not counts for nothing", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => [letter.message.type === "pin-confirm" ? { ...letter, guest: 2 } : letter];
    await mailbox.visit(1, PIN);
    expect(mailbox.told).toEqual([]);
  });

  test("a proof that never arrives was a guess", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.message.type === "pin-confirm" ? [] : [letter]);
    for (let guess = 1; guess <= PIN_GUESSES; guess++) {
      await mailbox.visit(guess, PIN);
      mailbox.now += RUN_PATIENCE;
      mailbox.host.poll();
      expect(mailbox.told).toHaveLength(guess - 1);
      mailbox.now++;
      mailbox.host.poll();
    }
    expect(mailbox.told).toEqual(["wrong, 2 left", "wrong, 1 left", "wrong, 0 left", "burnt"]);
  });

  test("an answer that never arrives was a guess", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "host" ? [] : [letter]);
    await mailbox.visit(1, PIN);
    mailbox.host.handleLeft(1 as MemberId);
    mailbox.host.handleLeft(1 as MemberId);
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
  });

  test("somebody else leaving is no guess", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "host" ? [] : [letter]);
    await mailbox.visit(1, PIN);
    mailbox.host.handleLeft(2 as MemberId);
    expect(mailbox.told).toEqual([]);
  });

  test("the next guest is answered when the one before has given up", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "host" ? [] : [letter]);
    await mailbox.visit(1, PIN);
    mailbox.now += RUN_PATIENCE + 1;
    mailbox.lie = (letter) => [letter];
    expect((await mailbox.visit(2, PIN)).outcome).toBe("proven");
  });
});

describe("time", () => {
  test("a PIN is good for five minutes, and then for nothing", async () => {
    const mailbox = new Mailbox();
    expect(mailbox.host.expiresAt).toBe(5 * 60_000);
    mailbox.now = PIN_LIFETIME - 1;
    mailbox.host.poll();
    expect(mailbox.told).toEqual([]);
    mailbox.now = PIN_LIFETIME;
    expect((await mailbox.visit(1, PIN)).outcome).toBe("burnt");
    expect(mailbox.told).toEqual(["burnt"]);
  });

  test("it expires while somebody is answered: they are told", async () => {
    const mailbox = new Mailbox();
    mailbox.now = PIN_LIFETIME - 1;
    mailbox.lie = (letter) => {
      if (letter.message.type === "pin-confirm") mailbox.now = PIN_LIFETIME;
      return [letter];
    };
    expect((await mailbox.visit(1, PIN)).outcome).toBe("burnt");
    expect([mailbox.told, mailbox.hostKeys]).toEqual([["burnt"], []]);
  });

  test("without an answer a guest gives up, once, and hears nothing after that", async () => {
    const mailbox = new Mailbox();
    const held: Letter[] = [];
    mailbox.lie = (letter) => {
      if (letter.from === "guest") return [letter];
      held.push(letter);
      return [];
    };
    const guest = await mailbox.visit(1, PIN);
    mailbox.now = RUN_PATIENCE;
    guest.run?.poll();
    expect(guest.outcome).toBeUndefined();
    mailbox.now++;
    guest.run?.poll();
    expect(guest.outcome).toBe("silent");
    for (const letter of held) mailbox.deliver(letter);
    await mailbox.deliverAll();
    expect([guest.outcome, mailbox.said(1)]).toEqual(["silent", ["pin-share"]]);
  });

  test("a relay that keeps talking does not keep a guest waiting", async () => {
    const mailbox = new Mailbox();
    const guest = await mailbox.enter(1, PIN);
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

  test("swaps the shares for its own: both sides refuse, the guess is counted", async () => {
    const mailbox = new Mailbox();
    const guessed = { password: ascii(WRONG), channel: ascii("kith/1 pin guest, host"), session: testRoom };
    const toGuest = await CpaceRun.begin(guessed, "responder", ascii("kith pin host"));
    const toHost = await CpaceRun.begin(guessed, "initiator", ascii("kith pin guest"));
    let proof: Bytes | undefined;
    mailbox.lie = async (letter) => {
      const { message, from } = letter;
      if (message.type === "pin-share" && from === "guest")
        return [{ ...letter, message: { type: "pin-share", ...toHost.message } }];
      if (message.type === "pin-share") {
        ({ tag: proof } = await toHost.agree(message));
        return [{ ...letter, message: { type: "pin-share", ...toGuest.message } }];
      }
      if (message.type === "pin-confirm" && proof !== undefined)
        return [{ ...letter, message: { ...message, tag: proof } }];
      return [letter];
    };
    expect((await mailbox.visit(1, PIN)).outcome).toBe("wrong");
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
    expect(mailbox.confirmsOf("host")).toEqual([]);
  });

  test.each([
    ["as it is", ascii("kith pin guest")],
    ["as if the host had made it", ascii("kith pin host")],
  ])("sends the guest's share back to it, %s: refused", async (_, associatedData) => {
    const mailbox = new Mailbox();
    mailbox.lie = ({ guest, message }) => [
      {
        guest,
        from: "host",
        message: message.type === "pin-share" ? { ...message, associatedData } : message,
      },
    ];
    const guest = await mailbox.visit(1, PIN);
    expect(guest).toMatchObject({ outcome: "wrong" });
    expect(guest.key).toBeUndefined();
  });

  test("sends the guest's proof back to it: refused", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) =>
      letter.from === "guest" && letter.message.type === "pin-confirm"
        ? [{ ...letter, from: "host" }]
        : [letter];
    expect((await mailbox.visit(1, PIN)).outcome).toBe("wrong");
  });

  test("sends the host's share back to it, as somebody's: refused", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => (letter.from === "guest" ? [letter] : []);
    await mailbox.visit(1, PIN);
    const share = mailbox.letters.find(({ from }) => from === "host") as Letter;
    mailbox.host.handleLeft(1 as MemberId);
    mailbox.lie = (letter) => [letter];
    mailbox.deliver({ ...share, from: "guest", guest: 2 });
    await mailbox.atRest();
    mailbox.deliver({ guest: 2, from: "guest", message: { type: "pin-confirm", tag: new Uint8Array(64) } });
    expect(mailbox.told).toEqual(["wrong, 2 left", "wrong, 1 left"]);
    expect(mailbox.hostKeys).toEqual([]);
  });

  test("puts two guests together, who each take the other for the host: refused", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) =>
      letter.from === "guest" ? [{ ...letter, from: "host", guest: 3 - letter.guest }] : [];
    const guests = [await mailbox.enter(1, PIN), await mailbox.enter(2, PIN)];
    await mailbox.deliverAll();
    expect(guests.map(({ outcome }) => outcome)).toEqual(["wrong", "wrong"]);
  });

  test("changes the proof: refused, and counted", async () => {
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
    expect((await mailbox.visit(1, PIN)).outcome).toBe("wrong");
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
  });

  test("changes the host's proof: the guest trusts nobody", async () => {
    const mailbox = new Mailbox();
    mailbox.lie = (letter) => {
      const { message, from } = letter;
      if (message.type !== "pin-confirm" || from === "guest") return [letter];
      return [{ ...letter, message: { ...message, tag: message.tag.slice(0, 32) } }];
    };
    expect(await mailbox.visit(1, PIN)).toMatchObject({ outcome: "wrong" });
  });

  test("replays another run's messages: refused", async () => {
    const earlier = new Mailbox();
    await earlier.visit(1, PIN);
    const mailbox = new Mailbox();
    for (const letter of earlier.letters.filter(({ from }) => from === "guest")) {
      mailbox.deliver(letter);
      await mailbox.atRest();
    }
    expect(mailbox.told).toEqual(["wrong, 2 left"]);
    expect(mailbox.confirmsOf("host")).toEqual([]);
  });

  const strangePoints: [string, Bytes][] = [
    ...smallOrder.map((share): [string, Bytes] => [share, Uint8Array.from(hexToBytes(share))]),
    ["too short", new Uint8Array(31).fill(9)],
    ["nothing", new Uint8Array(0)],
  ];

  test.each(strangePoints)(
    "sends the host a share that is %s: refused like any other, and counted",
    async (_, share) => {
      const mailbox = new Mailbox();
      const message: PinMessage = { type: "pin-share", share, associatedData: new Uint8Array(0) };
      mailbox.deliver({ guest: 1, from: "guest", message });
      await mailbox.atRest();
      expect(mailbox.said(1)).toEqual(["wrong"]);
      expect(mailbox.told).toEqual(["wrong, 2 left"]);
      expect((await mailbox.visit(2, PIN)).outcome).toBe("proven");
    },
  );

  test.each(strangePoints)(
    "sends the guest a share that is %s: refused, and nothing is proved",
    async (_, share) => {
      const mailbox = new Mailbox();
      mailbox.lie = (letter) =>
        letter.from === "host" && letter.message.type === "pin-share"
          ? [{ ...letter, message: { ...letter.message, share } }]
          : [letter];
      expect((await mailbox.visit(1, PIN)).outcome).toBe("wrong");
      expect(mailbox.confirmsOf("guest")).toEqual([]);
    },
  );

  test("sends what is no message: passed over on both sides", async () => {
    const mailbox = new Mailbox();
    const guest = await mailbox.enter(1, PIN);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (garbage) => {
        mailbox.host.handleMessage(1 as MemberId, Uint8Array.from(garbage));
        guest.run?.handleMessage(Uint8Array.from(garbage));
      }),
    );
    await mailbox.deliverAll();
    expect(guest.outcome).toBe("proven");
  });
});
