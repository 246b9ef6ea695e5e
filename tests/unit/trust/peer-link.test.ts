import { describe, expect, test } from "vitest";
import type { Bytes } from "../../../src/trust/bytes.ts";
import {
  decodeHandshakeMessage,
  encodeHandshakeMessage,
  handshakeRefusal,
} from "../../../src/trust/handshake-message.ts";
import type { Identity } from "../../../src/trust/identity.ts";
import type { Proof } from "../../../src/trust/peer-handshake.ts";
import { ADMISSION } from "../../../src/trust/peer-link.ts";
import { eventually } from "../../fakes/eventually.ts";
import { knowsSecret, LyingRelay, newIdentity, type Parcel, type Seat } from "../../fakes/lying-relay.ts";

const PATIENCE = 5_000;
const [ADA, BEN, CYD] = [7, 9, 11];
type Pattern = "KK" | "XXpsk3";

interface Pair {
  readonly relay: LyingRelay;
  readonly ada: Seat;
  readonly ben: Seat;
  readonly identities: { readonly ada: Identity; readonly ben: Identity };
}

/** Two devices in one room. Ada can call Ben; whether he can call her as well, he says in `ben`. */
async function pair(pattern: Pattern, ben: "called" | "caller" = "called"): Promise<Pair> {
  const identities = { ada: await newIdentity(), ben: await newIdentity() };
  const relay = new LyingRelay();
  const proofs = proofsOf(pattern, identities, ben);
  return {
    relay,
    identities,
    ada: relay.seat({ identity: identities.ada, self: ADA, other: BEN, proof: proofs.ada }),
    ben: relay.seat({ identity: identities.ben, self: BEN, other: ADA, proof: proofs.ben }),
  };
}

/** Ada knows whom she calls; Ben knows as much, or finds out when he is called. */
function proofsOf(pattern: Pattern, { ada, ben }: Pair["identities"], role: "called" | "caller" = "called") {
  if (pattern === "XXpsk3") return { ada: knowsSecret, ben: knowsSecret };
  const pinned = (publicKey: Bytes): Proof => ({ kind: "pinned", publicKey });
  const callers: Proof = { kind: "callers", known: () => [ada] };
  return { ada: pinned(ben.publicKey), ben: role === "caller" ? pinned(ada.publicKey) : callers };
}

function bothUp({ ada, ben }: Pair): Promise<void> {
  return eventually(() => expect([ada.state, ben.state]).toEqual(["up", "up"]));
}

/** The link has come to nothing, and never came up. */
async function fails(seat: Seat, end: string): Promise<void> {
  await eventually(() => expect(seat.state).toBe(end));
  expect(seat.ups).toEqual([]);
  expect(seat.downs).toEqual([end]);
}

/** One side finds out, and the other need not wait until its patience runs out. */
async function bothFail(...seats: readonly Seat[]): Promise<void> {
  for (const seat of seats) await fails(seat, "rejected");
}

/** Nothing that happened has brought it up, and its patience runs out. */
async function runsOut(seat: Seat): Promise<void> {
  seat.wait(PATIENCE + 1_000);
  await fails(seat, "unanswered");
}

/** The parcel with one bit of its cryptography flipped. */
function tampered(parcel: Parcel, at: number): Parcel {
  const message = decodeHandshakeMessage(parcel.data);
  const noise = message.noise.slice();
  noise[at % noise.length] = (noise[at % noise.length] ?? 0) ^ 0x10;
  return { ...parcel, data: encodeHandshakeMessage({ ...message, noise }) };
}

function stepOf({ kind, data }: Parcel): number | undefined {
  return kind === "notify" ? decodeHandshakeMessage(data).step : undefined;
}

describe.each([
  ["KK", 2],
  ["XXpsk3", 3],
] as const)("%s", (pattern, messages) => {
  test(`comes up on both sides with ${messages} messages`, async () => {
    const { relay, ada, ben, identities } = await pair(pattern);
    ada.link.start();
    await bothUp({ relay, ada, ben, identities });
    expect(relay.count("notify")).toBe(messages);
    expect(ada.ups.map((peer) => peer.fingerprint)).toEqual([identities.ben.fingerprint]);
    expect(ben.ups.map((peer) => peer.publicKey)).toEqual([identities.ada.publicKey]);
    expect(ada.link.peer?.handshakeHash).toEqual(ben.link.peer?.handshakeHash);
  });

  test("then carries messages both ways", async () => {
    const two = await pair(pattern);
    two.ada.link.start();
    await bothUp(two);
    await two.ada.link.send({ type: "error", code: "to", about: "Ben" });
    await two.ben.link.send({ type: "error", code: "to", about: "Ada" });
    await eventually(() => expect(two.ben.heard).toMatchObject([{ about: "Ben" }]));
    await eventually(() => expect(two.ada.heard).toMatchObject([{ about: "Ada" }]));
  });

  test("every message twice: the second one is passed over", async () => {
    const two = await pair(pattern);
    two.relay.lie = (parcel) => (parcel.kind === "notify" ? [parcel, parcel] : [parcel]);
    two.ada.link.start();
    await bothUp(two);
    expect(two.relay.count("notify")).toBe(messages);
  });

  test("records that overtake the last message wait for it", async () => {
    const two = await pair(pattern);
    let last: Parcel | undefined;
    two.relay.lie = (parcel) => {
      if (stepOf(parcel) === messages - 1) {
        last = parcel;
        return [];
      }
      if (last === undefined) return [parcel];
      const late = last;
      last = undefined;
      return [parcel, late];
    };
    two.ada.link.start();
    await bothUp(two);
  });

  test("our own messages, sent back, make no session", async () => {
    const { relay, ada, ben } = await pair(pattern, "caller");
    relay.lie = ({ kind, from, to, data }) => [{ kind, from: to, to: from, data }];
    ada.link.start();
    ben.link.start();
    await eventually(() => expect(relay.count("notify")).toBe(2));
    // In an envelope that was sealed for the other direction they do not even open.
    for (const seat of [ada, ben]) await (pattern === "KK" ? runsOut(seat) : fails(seat, "rejected"));
    expect(relay.count("record")).toBe(0);
  });

  test.each(Array.from({ length: messages }, (_, step) => step))(
    "message %i lost: no session",
    async (lost) => {
      const { relay, ada, ben } = await pair(pattern);
      relay.lie = (parcel) => (stepOf(parcel) === lost ? [] : [parcel]);
      ada.link.start();
      await eventually(() => expect(relay.count("notify")).toBe(lost + 1));
      await runsOut(ada);
      if (lost > 0) await runsOut(ben);
      else expect(ben.state).toBe("waiting");
    },
  );

  test.each(Array.from({ length: messages }, (_, step) => step))(
    "message %i tampered with: whoever gets it refuses",
    async (step) => {
      for (const at of [0, 31, 32, 47, 95]) {
        const { relay, ada, ben } = await pair(pattern);
        relay.lie = (parcel) => [stepOf(parcel) === step ? tampered(parcel, at) : parcel];
        ada.link.start();
        await bothFail(ada, ben);
        const refuser = step % 2 === 0 ? BEN : ADA;
        expect(relay.carried.filter(({ kind }) => kind === "refusal")).toMatchObject([{ from: refuser }]);
      }
    },
  );

  test.each(Array.from({ length: messages }, (_, step) => step))(
    "message %i of another run: refused",
    async (step) => {
      const earlier = await pair(pattern);
      earlier.ada.link.start();
      await bothUp(earlier);
      const { relay, ada, ben } = await pair(pattern);
      const spliced = earlier.relay.carried.find((parcel) => stepOf(parcel) === step) as Parcel;
      relay.lie = (parcel) => [stepOf(parcel) === step ? { ...parcel, data: spliced.data } : parcel];
      ada.link.start();
      // An XX initiator is a stranger until its third message, so its first may be anyone's.
      if (pattern === "XXpsk3" && step === 0) await fails(ada, "rejected");
      else await fails(step % 2 === 0 ? ben : ada, "rejected");
      expect([...ada.ups, ...ben.ups]).toEqual([]);
    },
  );

  test("a refusal that the relay keeps to itself: patience runs out", async () => {
    const { relay, ada, ben } = await pair(pattern);
    relay.lie = (parcel) => {
      if (parcel.kind === "refusal") return [];
      return [stepOf(parcel) === messages - 1 ? tampered(parcel, 40) : parcel];
    };
    ada.link.start();
    const [refuser, other] = messages === 3 ? [ben, ada] : [ada, ben];
    await fails(refuser, "rejected");
    await runsOut(other);
  });

  test("members swapped by the relay: refused", async () => {
    const { relay, ada, identities } = await pair(pattern);
    const proof = proofsOf(pattern, identities).ben;
    const deceived = relay.seat({ identity: identities.ben, self: BEN, other: CYD, proof });
    relay.lie = (parcel) => [
      { ...parcel, from: parcel.from === ADA ? CYD : BEN, to: parcel.to === BEN ? BEN : ADA },
    ];
    ada.link.start();
    await bothFail(deceived, ada);
  });

  test("forwarded to a third device that knows as much: refused", async () => {
    const { relay, ada, ben, identities } = await pair(pattern);
    const cyd = await newIdentity();
    const proof = proofsOf(pattern, { ada: identities.ada, ben: cyd }).ben;
    const third = relay.seat({ identity: cyd, self: CYD, other: ADA, proof });
    relay.lie = (parcel) => [parcel.from === ADA ? { ...parcel, to: CYD } : { ...parcel, from: BEN }];
    ada.link.start();
    await bothFail(third, ada);
    expect(ben.state).toBe("waiting");
  });

  test("another room: refused", async () => {
    const { relay, ada, identities } = await pair(pattern);
    const [room, proof] = [new Uint8Array(16).fill(3), proofsOf(pattern, identities).ben];
    const elsewhere = relay.seat({ identity: identities.ben, self: CYD, other: ADA, proof, room });
    relay.lie = (parcel) => [parcel.from === ADA ? { ...parcel, to: CYD } : parcel];
    ada.link.start();
    await fails(elsewhere, "rejected");
  });

  test.each([
    ["nothing", new Uint8Array(0)],
    ["no message", new TextEncoder().encode("hello")],
    ["far too much", new Uint8Array(60_000)],
  ])("a first message that is %s: refused", async (_, data: Bytes) => {
    const { ben } = await pair(pattern);
    ben.link.handleNotify(data);
    await fails(ben, "rejected");
  });
});

describe("both start at once", () => {
  /** Each is out before either has arrived. */
  const orders: [string, (held: Parcel[]) => Parcel[]][] = [
    ["Ada's arrives first", (held) => held.toSorted((one, other) => one.from - other.from)],
    ["Ben's arrives first", (held) => held.toSorted((one, other) => other.from - one.from)],
  ];
  /** Several times, since chance decides whose message is the lesser. */
  const runs = (["KK", "XXpsk3"] as const).flatMap((pattern) =>
    orders.flatMap(([name, order]) => [0, 1, 2, 3].map(() => [pattern, name, order] as const)),
  );

  test.each(runs)("%s, %s: one handshake stands", async (pattern, _, order) => {
    const two = await pair(pattern, "caller");
    const { relay, ada, ben } = two;
    const held = relay.hold();
    ada.link.start();
    ben.link.start();
    await eventually(() => expect(held).toHaveLength(2));
    relay.lie = (parcel) => [parcel];
    for (const parcel of order(held)) relay.deliver(parcel);
    await bothUp(two);
    expect(ada.link.peer?.handshakeHash).toEqual(ben.link.peer?.handshakeHash);
    expect([ada.ups.length, ben.ups.length]).toEqual([1, 1]);
    // Two first messages, and what one handshake takes beyond its first.
    expect(relay.count("notify")).toBe(pattern === "KK" ? 3 : 4);
  });

  test("whoever has answered does not start as well", async () => {
    const two = await pair("XXpsk3");
    two.ada.link.start();
    await eventually(() => expect(two.relay.count("notify")).toBeGreaterThan(1));
    two.ben.link.start();
    await bothUp(two);
    expect(two.relay.count("notify")).toBe(3);
  });

  test("to start twice is to start once", async () => {
    const two = await pair("KK");
    two.ada.link.start();
    two.ada.link.start();
    await bothUp(two);
    expect(two.relay.count("notify")).toBe(2);
  });
});

describe("KK", () => {
  test("a replayed first message is answered, but its sender never gets anywhere", async () => {
    const earlier = await pair("KK");
    earlier.ada.link.start();
    await bothUp(earlier);
    const [first, ...rest] = earlier.relay.carried.filter(({ from }) => from === ADA) as [
      Parcel,
      ...Parcel[],
    ];

    const again = new LyingRelay();
    const proof = proofsOf("KK", earlier.identities).ben;
    const seats = [0, 1].map(() =>
      again.seat({ identity: earlier.identities.ben, self: BEN, other: ADA, proof }),
    ) as [Seat, Seat];
    again.lie = () => [];
    again.deliver(first);
    await eventually(() => expect(again.count("record")).toBe(2));
    for (const record of rest) void seats[0].link.handleRecord(record.data);
    await fails(seats[0], "violated");
    await runsOut(seats[1]);
  });

  test("a caller whose key was not pinned: refused", async () => {
    const { relay, ben } = await pair("KK");
    const stranger = await newIdentity();
    const proof: Proof = { kind: "pinned", publicKey: (await newIdentity()).publicKey };
    relay.seat({ identity: stranger, self: ADA, other: BEN, proof }).link.start();
    await fails(ben, "rejected");
  });

  test("one paired peer with the hint of another: refused", async () => {
    const identities = { ada: await newIdentity(), ben: await newIdentity() };
    const cyd = await newIdentity();
    const relay = new LyingRelay();
    // Her own key, and the fingerprint of somebody else who is known there.
    const impostor = { ...cyd, fingerprint: identities.ada.fingerprint };
    const pinned: Proof = { kind: "pinned", publicKey: identities.ben.publicKey };
    const callers: Proof = { kind: "callers", known: () => [identities.ada, cyd] };
    const ben = relay.seat({ identity: identities.ben, self: BEN, other: ADA, proof: callers });
    relay.seat({ identity: impostor, self: ADA, other: BEN, proof: pinned }).link.start();
    await fails(ben, "rejected");
  });

  test("somebody else at the place of the one who is called: no session", async () => {
    const { relay, ada, identities } = await pair("KK");
    const proof: Proof = { kind: "callers", known: () => [identities.ada] };
    const impostor = relay.seat({ identity: await newIdentity(), self: CYD, other: ADA, proof });
    relay.lie = (parcel) => (parcel.from === ADA ? [{ ...parcel, to: CYD }] : [{ ...parcel, from: BEN }]);
    ada.link.start();
    await bothFail(impostor, ada);
  });

  test("who is known is asked when somebody calls", async () => {
    const identities = { ada: await newIdentity(), ben: await newIdentity() };
    const known: Identity[] = [];
    const relay = new LyingRelay();
    const callers: Proof = { kind: "callers", known: () => known };
    const pinned: Proof = { kind: "pinned", publicKey: identities.ben.publicKey };
    const ben = relay.seat({ identity: identities.ben, self: BEN, other: ADA, proof: callers });
    const ada = relay.seat({ identity: identities.ada, self: ADA, other: BEN, proof: pinned });
    known.push(identities.ada);
    ada.link.start();
    await bothUp({ relay, ada, ben, identities });
  });
});

describe("XXpsk3", () => {
  test("another secret: the one who is called finds out, and says so", async () => {
    const { relay, ben } = await pair("XXpsk3");
    const proof: Proof = { kind: "secret", secret: new Uint8Array(32).fill(8) };
    const wrong = relay.seat({ identity: await newIdentity(), self: ADA, other: BEN, proof });
    wrong.link.start();
    await bothFail(ben, wrong);
  });

  test("a secret where a key is asked for: refused", async () => {
    const { relay, ben } = await pair("KK");
    relay.seat({ identity: await newIdentity(), self: ADA, other: BEN, proof: knowsSecret }).link.start();
    await fails(ben, "rejected");
  });
});

describe("records", () => {
  async function connected(): Promise<Pair> {
    const two = await pair("XXpsk3");
    two.ada.link.start();
    await bothUp(two);
    // Both pings have been answered: nothing is on its way any more.
    await eventually(() => expect(two.relay.count("record")).toBe(4));
    return two;
  }
  const text = (about: string) => ({ type: "error", code: "text", about }) as const;

  test.each<[string, (parcels: Parcel[]) => Parcel[]]>([
    ["tampered with", ([one]) => [{ ...one, data: one?.data.map((byte) => byte ^ 1) } as Parcel]],
    ["replayed", ([one]) => [one as Parcel, one as Parcel]],
    ["dropped", ([, two]) => [two as Parcel]],
    ["reordered", ([one, two]) => [two as Parcel, one as Parcel]],
    ["reflected", ([one]) => [{ ...one, from: BEN, to: ADA } as Parcel]],
  ])("%s: the link is over", async (_, lie) => {
    const { relay, ada, ben } = await connected();
    const held = relay.hold();
    await ada.link.send(text("one"));
    await ada.link.send(text("two"));
    for (const parcel of lie(held)) relay.deliver(parcel);
    await eventually(() => expect([...ada.downs, ...ben.downs]).toEqual(["violated"]));
  });

  test("spliced from one pair's link into another's: the link is over", async () => {
    const [one, other] = [await connected(), await connected()];
    const held = one.relay.hold();
    await one.ada.link.send(text("for my Ben"));
    for (const parcel of held) other.relay.deliver(parcel);
    await eventually(() => expect(other.ben.downs).toEqual(["violated"]));
    expect(other.ben.heard).toEqual([]);
  });

  test("nothing gets through any more: silent on both sides", async () => {
    const { relay, ada, ben } = await connected();
    relay.hold();
    for (const seat of [ada, ben]) seat.wait(10_000);
    expect([ada.downs, ben.downs]).toEqual([["silent"], ["silent"]]);
  });

  test("pings are answered, for as long as it takes", async () => {
    const { relay, ada, ben } = await connected();
    for (let minute = 0; minute < 10; minute++) {
      const before = relay.count("record");
      for (const seat of [ada, ben]) seat.wait(2_000);
      await eventually(() => expect(relay.count("record")).toBe(before + 4));
    }
    expect([ada.state, ben.state]).toEqual(["up", "up"]);
  });

  test("a pipe that breaks: lost, and so it is told to whoever sends", async () => {
    const { ada } = await connected();
    ada.pipe.close();
    await expect(ada.link.send(text("hello?"))).rejects.toMatchObject({ reason: "lost" });
    expect(ada.downs).toEqual(["lost"]);
    await expect(ada.link.send(text("hello?"))).rejects.toMatchObject({ reason: "lost" });
  });

  test("the peer's end of the pipe: lost", async () => {
    const { ada } = await connected();
    ada.link.handlePipeEnded();
    await eventually(() => expect(ada.downs).toEqual(["lost"]));
  });

  test.each(["closed", "left", "revoked"] as const)(
    "closed as %s: told once, and the pipe is closed",
    async (end) => {
      const { ada } = await connected();
      ada.link.close(end);
      ada.link.close("closed");
      expect(ada.downs).toEqual([end]);
      expect(ada.pipe.closed).toBe(true);
      expect(ada.link.ended).toBe(end);
    },
  );
});

describe("a refusal that the relay has made up", () => {
  const forged = { kind: "refusal", from: BEN, to: ADA, data: handshakeRefusal } as const;

  test("of a link that is up: changes nothing", async () => {
    const two = await pair("KK");
    two.ada.link.start();
    await bothUp(two);
    two.relay.deliver(forged);
    await two.ben.link.send({ type: "error", code: "to", about: "Ada" });
    await eventually(() => expect(two.ada.heard).toMatchObject([{ about: "Ada" }]));
    expect(two.ada.downs).toEqual([]);
  });

  test("of a handshake that nobody has begun: changes nothing", async () => {
    const two = await pair("XXpsk3");
    two.relay.deliver(forged);
    expect(two.ada.state).toBe("waiting");
    two.ada.link.start();
    await bothUp(two);
  });

  test("of a handshake under way: ends it, as silence would", async () => {
    const { relay, ada } = await pair("XXpsk3");
    relay.lie = () => [forged];
    ada.link.start();
    await fails(ada, "rejected");
    expect(relay.count("refusal")).toBe(0);
  });
});

describe("a peer that is not let in", () => {
  async function dismissing(): Promise<Pair> {
    const two = await pair("XXpsk3");
    two.ada.link.start();
    await bothUp(two);
    return two;
  }

  test("is told why, and then closed", async () => {
    const { ada, ben } = await dismissing();
    await ada.link.dismiss("invite-used");
    expect(ada.downs).toEqual(["revoked"]);
    expect(ada.pipe.closed).toBe(true);
    await eventually(() =>
      expect(ben.heard).toEqual([{ type: "error", code: "invite-used", about: ADMISSION }]),
    );
  });

  test("is closed as well when it reads nothing", async () => {
    const { ada, ben } = await dismissing();
    ada.pipe.holding = true;
    const dismissed = ada.link.dismiss("invite-used");
    await eventually(() => expect(ada.downs).toEqual(["revoked"]));
    await dismissed;
    expect(ada.pipe.closed).toBe(true);
    expect(ben.heard).toEqual([]);
  });

  test("is closed at once where there is nothing to tell it over", async () => {
    const { ada } = await pair("KK");
    await ada.link.dismiss("invite-used");
    expect(ada.downs).toEqual(["revoked"]);
  });
});

describe("before it is up", () => {
  test("nobody is the peer, and nothing can be sent", async () => {
    const { relay, ada } = await pair("KK");
    relay.hold();
    ada.link.start();
    expect(ada.link.peer).toBeUndefined();
    await expect(ada.link.send({ type: "unpair" })).rejects.toMatchObject({ reason: "not-up" });
  });

  test("a link that nobody has begun waits; one that somebody has runs out of patience", async () => {
    const { relay, ada, ben } = await pair("KK");
    relay.hold();
    ben.wait(60_000);
    expect(ben.state).toBe("waiting");
    ada.link.start();
    ada.wait(PATIENCE);
    expect(ada.state).toBe("waiting");
    ada.wait(1);
    await fails(ada, "unanswered");
  });

  test("whoever sends records and never shakes hands: patience runs out", async () => {
    const { ada } = await pair("KK");
    void ada.link.handleRecord(new Uint8Array(100));
    await runsOut(ada);
  });

  test.each([
    ["many", 17, 20],
    ["large", 3, 30_000],
  ])("too %s records before the handshake: it is closed, and holds nothing", async (_, count, size) => {
    const { ada } = await pair("KK");
    for (let i = 0; i < count - 1; i++) void ada.link.handleRecord(new Uint8Array(size));
    expect(ada.state).toBe("waiting");
    void ada.link.handleRecord(new Uint8Array(size));
    expect(ada.downs).toEqual(["misbehaved"]);
  });

  test("closed while shaking hands: nothing comes of it", async () => {
    const { relay, ada, ben } = await pair("XXpsk3");
    const held = relay.hold();
    ada.link.start();
    await eventually(() => expect(held).toHaveLength(1));
    ada.link.close("left");
    relay.lie = (parcel) => [parcel];
    for (const parcel of held) relay.deliver(parcel);
    await eventually(() => expect(relay.count("notify")).toBe(2));
    await runsOut(ben);
    expect([ada.downs, ada.ups]).toEqual([["left"], []]);
  });
});
