import { beforeEach, describe, expect, test, vi } from "vitest";
import type { ControlMessage } from "../../../../src/trust/control-message.ts";
import type { Fingerprint } from "../../../../src/trust/fingerprint.ts";
import { LinkError } from "../../../../src/trust/link-error.ts";
import type { RingOffer } from "../../../../src/workers/engine/ringing.ts";
import { FakeLink, fakeFingerprint } from "../../../fakes/fake-link.ts";
import { Phone } from "../../../fakes/phone.ts";

const RING_TIME = 40_000;
const RUNG_TIME = 45_000;
const [ada, ben, cyd] = [1, 2, 3].map(fakeFingerprint) as [Fingerprint, Fingerprint, Fingerprint];
const offer: RingOffer = { room: new Uint8Array(16), secret: new Uint8Array(16).fill(9), video: true };
const call = new Uint8Array(16).fill(5);

/** What was said and is not heard yet, in order. */
let onTheirWay: (() => void)[];

beforeEach(() => {
  onTheirWay = [];
});

/** A link between two windows that is up; returns both ends. */
function connect(one: Phone, other: Phone): [FakeLink, FakeLink] {
  const ends: [FakeLink, FakeLink] = [new FakeLink(other.fingerprint), new FakeLink(one.fingerprint)];
  const carry = (to: Phone, end: FakeLink) => (message: ControlMessage) =>
    onTheirWay.push(() => to.ringing.handleMessage(end.link, message));
  ends[0].onSend = carry(other, ends[1]);
  ends[1].onSend = carry(one, ends[0]);
  one.links.push(ends[0]);
  other.links.push(ends[1]);
  return ends;
}

/** Everything that is said arrives, answers included. */
function arrive(): void {
  for (let next = onTheirWay.shift(); next !== undefined; next = onTheirWay.shift()) next();
}

describe("a ring", () => {
  let caller: Phone;
  let called: Phone;
  let link: FakeLink;

  beforeEach(() => {
    caller = new Phone(ada);
    called = new Phone(ben);
    [link] = connect(caller, called);
    caller.ring(ben, offer);
    arrive();
  });

  test("rings the other, and says where it leads to and who rings", () => {
    expect(called.told).toEqual(["rings"]);
    expect(called.ringing.incoming).toMatchObject({ ...offer, fingerprint: ada });
    expect(caller.told).toEqual([]);
  });

  test("is accepted", () => {
    expect(called.accept()).toMatchObject(offer);
    arrive();
    expect(caller.told).toEqual(["accepted"]);
    expect(called.told).toEqual(["rings", "still"]);
    expect(called.accept()).toBeUndefined();
  });

  test("is rejected", () => {
    called.reject();
    arrive();
    expect(caller.told).toEqual(["declined"]);
    expect(called.told).toEqual(["rings", "still"]);
  });

  test("is cancelled: one missed call, and nothing to accept any more", () => {
    caller.progress?.end("left");
    arrive();
    expect(called.told).toEqual(["rings", "still", "missed"]);
    expect(called.accept()).toBeUndefined();
    called.reject();
    arrive();
    expect(caller.told).toEqual(["left"]);
  });

  test("rings for forty seconds and no longer", () => {
    caller.wait(RING_TIME);
    expect(caller.told).toEqual([]);
    caller.wait(1);
    arrive();
    expect(caller.told).toEqual(["no-answer"]);
    expect(called.told).toEqual(["rings", "still", "missed"]);
    caller.wait(RING_TIME);
    expect(caller.told).toEqual(["no-answer"]);
  });

  test("stops by itself where the caller does not say that it has", () => {
    called.wait(RUNG_TIME);
    expect(called.told).toEqual(["rings"]);
    called.wait(1);
    expect(called.told).toEqual(["rings", "still", "missed"]);
  });

  test("stops when the caller is gone", () => {
    called.ringing.handleDown(called.links[0]?.link as FakeLink["link"]);
    expect(called.told).toEqual(["rings", "still", "missed"]);
  });

  test("is told to a device that comes online meanwhile, and to no other", () => {
    const late = new Phone(ben);
    const stranger = new Phone(cyd);
    const [toLate] = connect(caller, late);
    const [toStranger] = connect(caller, stranger);
    caller.ringing.handleOnline(ben, toLate.link);
    caller.ringing.handleOnline(cyd, toStranger.link);
    arrive();
    expect(late.told).toEqual(["rings"]);
    expect(stranger.told).toEqual([]);
    late.accept();
    arrive();
    expect(caller.told).toEqual(["accepted"]);
    expect(called.told).toEqual(["rings", "still"]);
  });

  test("is told to nobody once it is over", () => {
    called.reject();
    arrive();
    const late = new Phone(ben);
    const [toLate] = connect(caller, late);
    caller.ringing.handleOnline(ben, toLate.link);
    arrive();
    expect(late.told).toEqual([]);
  });

  test("rings again on a device whose connection broke and healed", () => {
    called.ringing.handleDown(called.links[0]?.link as FakeLink["link"]);
    caller.ringing.handleDown(link.link);
    const [again] = connect(caller, called);
    caller.ringing.handleOnline(ben, again.link);
    arrive();
    expect(called.told).toEqual(["rings", "still", "missed", "rings"]);
  });

  test("is not answered by whoever was not rung, nor by an answer to another call", () => {
    const stranger = new Phone(cyd);
    const [, fromStranger] = connect(caller, stranger);
    const [ring] = link.sentOf("ring");
    const answers = (["accept", "reject", "busy"] as const).map((type) => ({ type }));
    for (const answer of answers) void fromStranger.link.send({ ...answer, call: ring?.call ?? call });
    for (const answer of answers) void called.links[0]?.link.send({ ...answer, call });
    arrive();
    expect(caller.told).toEqual([]);
    called.accept();
    arrive();
    expect(caller.told).toEqual(["accepted"]);
  });

  test("is not cancelled by anybody else, nor with another call", () => {
    const stranger = new Phone(cyd);
    const [fromStranger] = connect(stranger, called);
    const [ring] = link.sentOf("ring");
    void fromStranger.link.send({ type: "cancel", call: ring?.call ?? call, answered: false });
    void link.link.send({ type: "cancel", call, answered: false });
    arrive();
    expect(called.told).toEqual(["rings"]);
  });

  test("is answered once: what comes later changes nothing", () => {
    const [ring] = link.sentOf("ring");
    called.reject();
    void called.links[0]?.link.send({ type: "accept", call: ring?.call ?? call });
    arrive();
    expect(caller.told).toEqual(["declined"]);
  });
});

describe("a device with two windows", () => {
  let caller: Phone;
  let [one, other] = [new Phone(ben), new Phone(ben)];

  beforeEach(() => {
    caller = new Phone(ada);
    [one, other] = [new Phone(ben), new Phone(ben)];
    for (const window of [one, other]) connect(caller, window);
  });

  test.each(["accept", "reject"] as const)(
    "rings in both; once one says %s, the other is still",
    (answer) => {
      caller.ring(ben, offer);
      arrive();
      expect([one.told, other.told]).toEqual([["rings"], ["rings"]]);
      one[answer]();
      arrive();
      expect(other.told).toEqual(["rings", "still"]);
      expect(other.links[0]?.sent).toEqual([]);
      expect(caller.links[0]?.sentOf("cancel")).toEqual([]);
      expect(caller.links[1]?.sentOf("cancel")).toMatchObject([{ answered: true }]);
    },
  );

  test("is busy when both are", () => {
    one.busy = true;
    caller.ring(ben, offer);
    arrive();
    expect([caller.told, other.told]).toEqual([[], ["rings"]]);
    other.accept();
    arrive();
    expect(caller.told).toEqual(["accepted"]);

    caller.progress?.end("left");
    other.busy = true;
    caller.ring(ben, offer);
    arrive();
    expect(caller.told).toEqual(["accepted", "left", "busy"]);
  });
});

describe("a device that is not free", () => {
  test("says that it is busy, and notes a missed call", () => {
    const [caller, called] = [new Phone(ada), new Phone(ben)];
    connect(caller, called);
    called.busy = true;
    caller.ring(ben, offer);
    arrive();
    expect(caller.told).toEqual(["busy"]);
    expect(called.told).toEqual(["missed"]);
  });

  test("keeps ringing for the first when a second one rings, who is told that it is busy", () => {
    const [first, second, called] = [new Phone(ada), new Phone(cyd), new Phone(ben)];
    connect(first, called);
    connect(second, called);
    first.ring(ben, offer);
    arrive();
    second.ring(ben, { ...offer, video: false });
    arrive();
    expect(second.told).toEqual(["busy"]);
    expect(called.told).toEqual(["rings", "missed"]);
    expect(called.accept()).toMatchObject({ fingerprint: ada, video: true });
    arrive();
    expect(first.told).toEqual(["accepted"]);
  });
});

describe("a yes that is of no use", () => {
  let [caller, called] = [new Phone(ada), new Phone(ben)];

  beforeEach(() => {
    [caller, called] = [new Phone(ada), new Phone(ben)];
    connect(caller, called);
    caller.ring(ben, offer);
    arrive();
  });

  test("crosses the caller's giving up, and is told so", () => {
    caller.progress?.end("left");
    const cancel = onTheirWay.splice(0);
    called.accept();
    arrive();
    expect(called.progress?.reason).toBe("cancelled");
    for (const late of cancel) late();
    expect(called.told).toEqual(["rings", "still", "cancelled"]);
  });

  test("comes from a second window at the same moment, and is told that another was first", () => {
    const second = new Phone(ben);
    const [toSecond] = connect(caller, second);
    caller.ringing.handleOnline(ben, toSecond.link);
    arrive();
    called.accept();
    second.accept();
    arrive();
    expect([caller.told, called.told]).toEqual([["accepted"], ["rings", "still"]]);
    expect(second.progress?.reason).toBe("answered-elsewhere");
  });

  test.each([
    ["caller", () => [caller, called] as const],
    ["one who answered", () => [called, caller] as const],
  ] as const)("is taken back by the %s before the two have found each other", (_, pick) => {
    called.accept();
    arrive();
    const [one, other] = pick();
    one.progress?.end("left");
    arrive();
    expect(other.progress?.reason).toBe("hung-up");
  });

  test("is not taken back by anybody else, nor once the two have found each other", () => {
    called.accept();
    arrive();
    const ring = caller.links[0]?.sentOf("ring")[0]?.call ?? call;
    const stranger = new Phone(cyd);
    const [, fromStranger] = connect(called, stranger);
    void fromStranger.link.send({ type: "end", call: ring, reason: "left" });
    void caller.links[0]?.link.send({ type: "end", call, reason: "left" });
    arrive();
    expect(called.progress?.phase).toBe("connecting");
    called.progress?.moveTo("active");
    void caller.links[0]?.link.send({ type: "end", call: ring, reason: "left" });
    arrive();
    expect(called.progress?.phase).toBe("active");
  });
});

test("to call a device that rings here at that moment is to answer it", () => {
  const [one, other] = [new Phone(cyd), new Phone(ada)];
  connect(one, other);
  one.ring(ada, offer);
  arrive();
  other.ring(cyd, offer);
  arrive();
  expect(one.told).toEqual(["accepted"]);
  expect(other.told).toEqual(["rings", "still", "accepted", "glare"]);
});

describe("both ring each other at once", () => {
  /** The greater fingerprint gives way: both know both. */
  const [less, more] = [ada, cyd];

  test.each([
    ["the lesser's ring arrives first", 0],
    ["the greater's ring arrives first", 1],
  ])("%s: one call, and both are in it", (_, first) => {
    const [one, other] = [new Phone(less), new Phone(more)];
    connect(one, other);
    one.ring(more, offer);
    other.ring(less, { ...offer, video: false });
    if (first === 1) onTheirWay.reverse();
    arrive();
    expect([one.told, other.told].map((told) => told.filter((word) => word !== "still"))).toEqual([
      ["accepted"],
      ["accepted", "glare"],
    ]);
    expect([one.ringing.incoming, other.ringing.incoming]).toEqual([undefined, undefined]);
    for (const phone of [one, other]) phone.wait(RUNG_TIME + 1);
    arrive();
    expect([one.progress?.reason, other.progress?.reason]).toEqual(["unreachable", "unreachable"]);
    expect([...one.told, ...other.told]).not.toContain("missed");
  });

  test("over two links between the two, as paired devices have: no call is missed", () => {
    const [one, other] = [new Phone(less), new Phone(more)];
    connect(one, other);
    connect(one, other);
    one.ring(more, offer);
    other.ring(less, offer);
    arrive();
    expect(one.told).toEqual(["accepted"]);
    expect(other.told).toEqual(["accepted", "glare"]);
  });
});

describe("two links to one window: its own home, and the caller's", () => {
  let [caller, called] = [new Phone(ada), new Phone(ben)];

  beforeEach(() => {
    [caller, called] = [new Phone(ada), new Phone(ben)];
    connect(caller, called);
    connect(caller, called);
    caller.ring(ben, offer);
  });

  test("it rings once", () => {
    arrive();
    expect(called.told).toEqual(["rings"]);
    expect(called.links.flatMap(({ sent }) => sent)).toEqual([]);
  });

  test.each([
    ["accept", "accepted"],
    ["reject", "declined"],
  ] as const)("to %s before the second one comes is an answer to both", (answer, outcome) => {
    onTheirWay.shift()?.();
    called[answer]();
    called.busy = answer === "accept";
    arrive();
    expect(called.told).toEqual(["rings", "still"]);
    expect(caller.told).toEqual([outcome]);
  });
});

test("what cannot be sent is nobody's answer", () => {
  const [caller, called] = [new Phone(ada), new Phone(ben)];
  const [link] = connect(caller, called);
  link.refuse = new LinkError("lost", "ring");
  caller.ring(ben, offer);
  caller.wait(RING_TIME + 1);
  arrive();
  expect(caller.told).toEqual(["not-there"]);
  expect(called.told).toEqual([]);
});

describe("a device that does not let us ring", () => {
  let [caller, called] = [new Phone(ada), new Phone(ben)];
  let [link, back] = connect(caller, called);

  beforeEach(() => {
    [caller, called] = [new Phone(ada), new Phone(ben)];
    [link, back] = connect(caller, called);
  });

  test("has said so before: that is a no", async () => {
    link.refuse = new LinkError("not-allowed", "ring");
    caller.ring(ben, offer);
    await vi.waitFor(() => expect(caller.told).toEqual(["declined"]));
    expect(called.told).toEqual([]);
  });

  test("says so now: that is a no, and a ring is over once", () => {
    caller.ring(ben, offer);
    const refusal = { type: "error", code: "not-allowed", about: "ring" } as const;
    for (let i = 0; i < 2; i++) void back.link.send(refusal);
    arrive();
    expect(caller.told).toEqual(["declined"]);
  });

  test("does not speak for its other window", () => {
    const window = new Phone(ben);
    connect(caller, window);
    caller.ring(ben, offer);
    void back.link.send({ type: "error", code: "not-allowed", about: "ring" });
    arrive();
    expect(caller.told).toEqual([]);
    window.accept();
    arrive();
    expect(caller.told).toEqual(["accepted"]);
  });

  test("is not asked what else may be wrong", () => {
    const about = { type: "error", code: "not-allowed", about: "home" } as const;
    expect(caller.ringing.handleMessage(link.link, about)).toBe(false);
  });
});

test("whoever has not proved who it is does not ring", () => {
  const called = new Phone(ben);
  const nobody = new FakeLink(undefined);
  expect(called.ringing.handleMessage(nobody.link, { type: "ring", call, ...offer })).toBe(true);
  expect(called.told).toEqual([]);
});

test("a ring that leads into a room that is in use does not ring: it would be taken from what it is for", () => {
  const phone = new Phone(ada);
  const { link } = new FakeLink(ben);
  phone.home = offer.room;
  phone.ringing.handleMessage(link, { type: "ring", call, ...offer });
  expect(phone.told).toEqual([]);
  phone.ringing.handleMessage(link, { type: "ring", call, ...offer, room: new Uint8Array(16).fill(1) });
  expect(phone.told).toEqual(["rings"]);
});

test("what is not about ringing is somebody else's", () => {
  const phone = new Phone(ada);
  const { link } = new FakeLink(ben);
  expect(phone.ringing.handleMessage(link, { type: "unpair" })).toBe(false);
});
