import { beforeEach, describe, expect, test, vi } from "vitest";
import { Flow, flowName } from "../../../src/transport/wire/flows.ts";
import { type ControlMessage, decodeControlMessage } from "../../../src/trust/control-message.ts";
import { judge, type PeerStanding, type PeerState } from "../../../src/trust/gate.ts";
import { decodeHandshakeMessage, encodeHandshakeMessage } from "../../../src/trust/handshake-message.ts";
import { defaultPermissions, type Permissions } from "../../../src/trust/permissions.ts";
import { controlMessage, everyControlMessage } from "../../fakes/control-messages.ts";
import { eventually } from "../../fakes/eventually.ts";
import { knowsSecret, LyingRelay, newIdentity, type Seat } from "../../fakes/lying-relay.ts";

vi.mock("../../../src/trust/control-message.ts", { spy: true });
vi.mock("../../../src/trust/handshake-message.ts", { spy: true });

const flows = Object.values(Flow);
const noon = 1_800_000_000_000;
const ring = controlMessage("ring");
const paired = (change: Partial<Permissions> = {}): PeerStanding => ({
  state: "paired",
  permissions: { ...defaultPermissions, ...change },
});
const standings: Readonly<Record<Exclude<PeerState, "revoked">, PeerStanding>> = {
  unknown: { state: "unknown" },
  pairing: { state: "pairing" },
  guest: { state: "guest", mayTalk: false },
  paired: paired(),
};

interface Pair {
  readonly relay: LyingRelay;
  readonly ada: Seat;
  readonly ben: Seat;
}

async function seats(): Promise<Pair> {
  const relay = new LyingRelay();
  const ada = relay.seat({ identity: await newIdentity(), self: 1, other: 2, proof: knowsSecret });
  const ben = relay.seat({ identity: await newIdentity(), self: 2, other: 1, proof: knowsSecret });
  return { relay, ada, ben };
}

/** A link that is up. Ada thinks well of Ben and says whatever the test wants; what he thinks of her is the question. */
async function connected(standing: PeerStanding): Promise<Pair> {
  const { relay, ada, ben } = await seats();
  ada.standing = paired();
  ben.standing = standing;
  ada.link.start();
  // A ping each way, and its answer.
  await eventually(() => expect(relay.recordsRead).toBe(4));
  expect([ada.state, ben.state]).toEqual(["up", "up"]);
  return { relay, ada, ben };
}

/** Sends it, and returns when it has been read. What the other side answers may still be on its way. */
async function say({ relay }: Pair, from: Seat, message: ControlMessage): Promise<void> {
  await from.link.send(message);
  await eventually(() => expect(relay.recordsRead).toBe(relay.count("record")));
}

/** What this side was told about what it may not do. */
function refusals({ heard }: Seat): string[] {
  return heard.flatMap((message) => (message.type === "error" ? [`${message.code} ${message.about}`] : []));
}

beforeEach(() => {
  vi.mocked(decodeControlMessage).mockClear();
  vi.mocked(decodeHandshakeMessage).mockClear();
});

describe.each(Object.entries(standings))("what a peer may say that is %s", (_, standing) => {
  // Pings and their answers keep the link alive and never get as far as the gate.
  const messages = everyControlMessage.filter(({ type }) => type !== "ping" && type !== "pong");

  test.each(messages)("$type", async (message) => {
    const two = await connected(standing);
    await say(two, two.ada, message);
    const verdict = judge(standing, message.type, noon);
    expect(two.ben.heard).toEqual(verdict === "pass" ? [message] : []);
    two.ben.standing = paired();
    await say(two, two.ben, controlMessage("profile"));
    expect(refusals(two.ada)).toEqual(verdict === "refuse" ? [`not-allowed ${message.type}`] : []);
  });

  test.each(flows.map((flow) => [flowName(flow), flow] as const))("on the flow %s", async (_name, flow) => {
    const two = await connected(standing);
    const { ben } = two;
    expect(ben.link.admits(flow)).toBe(judge(standing, flow, noon) === "pass");
  });
});

describe("what holds at this moment counts", () => {
  test("a permission that runs out, at the receiver's clock", async () => {
    const two = await connected(paired({ ring: { granted: true, until: noon + 1 } }));
    const { ada, ben } = two;
    await say(two, ada, ring);
    ben.clock.wall = noon + 1;
    await say(two, ada, ring);
    expect(ben.heard).toEqual([ring]);
    await eventually(() => expect(refusals(ada)).toEqual(["not-allowed ring"]));
  });

  test("a permission that is withdrawn, and given again", async () => {
    const two = await connected(paired());
    const { ada, ben } = two;
    await say(two, ada, ring);
    ben.standing = paired({ ring: { granted: false } });
    await say(two, ada, ring);
    expect(ben.heard).toEqual([ring]);
    ben.standing = paired();
    await say(two, ada, ring);
    expect(ben.heard).toEqual([ring, ring]);
  });

  test("a guest that becomes a paired device", async () => {
    const two = await connected({ state: "guest" });
    const { ada, ben } = two;
    await say(two, ada, ring);
    expect(ben.heard).toEqual([]);
    ben.standing = paired();
    await say(two, ada, ring);
    expect(ben.heard).toEqual([ring]);
  });

  test("a guest that may talk, and may no longer", async () => {
    const { ben } = await connected({ state: "guest", mayTalk: true });
    expect(ben.link.admits(Flow.audio)).toBe(true);
    ben.standing = { state: "guest", mayTalk: false };
    expect(ben.link.admits(Flow.audio)).toBe(false);
  });
});

describe("what the other side would refuse is not sent", () => {
  const permissions = (change: Partial<Permissions>): ControlMessage => ({
    type: "permissions",
    permissions: { ...defaultPermissions, ...change },
  });

  test("what we are not granted, from the moment we are told", async () => {
    const two = await connected(paired());
    const { relay, ada, ben } = two;
    await say(two, ben, permissions({ ring: { granted: false } }));
    const before = relay.count("record");
    await expect(ada.link.send(ring)).rejects.toMatchObject({ name: "LinkError", reason: "not-allowed" });
    expect(relay.count("record")).toBe(before);
    await say(two, ben, permissions({}));
    await say(two, ada, ring);
    expect(ben.heard).toEqual([ring]);
  });

  test("what we are granted no longer, at our own clock", async () => {
    const two = await connected(paired());
    const { ada, ben } = two;
    await say(two, ben, permissions({ ring: { granted: true, until: noon + 1 } }));
    await say(two, ada, ring);
    ada.clock.wall = noon + 1;
    await expect(ada.link.send(ring)).rejects.toMatchObject({ reason: "not-allowed" });
  });

  test("what is for paired devices, to a guest", async () => {
    const { ada } = await connected(paired());
    ada.standing = { state: "guest" };
    await expect(ada.link.send(controlMessage("home"))).rejects.toMatchObject({ reason: "not-allowed" });
  });
});

describe("whoever goes on with what is refused", () => {
  test("is told eight times, and then closed", async () => {
    const two = await connected({ state: "guest" });
    const { ada, ben } = two;
    for (let i = 0; i < 8; i++) await say(two, ada, ring);
    await eventually(() => expect(refusals(ada)).toEqual(Array(8).fill("not-allowed ring")));
    expect(ben.state).toBe("up");
    await ada.link.send(ring);
    await eventually(() => expect(ben.downs).toEqual(["misbehaved"]));
    expect(ben.heard).toEqual([]);
    expect(ben.pipe.closed).toBe(true);
  });

  test("on a flow: is told once a second, however many packets there are", async () => {
    const { ada, ben } = await connected({ state: "guest", mayTalk: false });
    for (let second = 0; second < 8; second++) {
      for (let packet = 0; packet < 50; packet++) expect(ben.link.admits(Flow.audio)).toBe(false);
      ben.clock.now += 1_000;
    }
    await eventually(() => expect(refusals(ada)).toEqual(Array(8).fill("not-allowed audio")));
    expect(ben.link.admits(Flow.audio)).toBe(false);
    expect(ben.downs).toEqual(["misbehaved"]);
  });

  test("gets nothing in once it is closed", async () => {
    const { ada, ben } = await connected(paired());
    ben.link.close();
    await ada.link.send(ring).catch(() => undefined);
    expect(ben.link.admits(Flow.audio)).toBe(false);
    await expect(ben.link.send(ring)).rejects.toMatchObject({ reason: "closed" });
    expect(ben.heard).toEqual([]);
  });
});

describe("a peer that is revoked", () => {
  test("before it comes: is refused as soon as it has said who it is, and not told why", async () => {
    const { relay, ada, ben } = await seats();
    ben.standing = { state: "revoked" };
    ada.link.start();
    await eventually(() => expect(ben.downs).toEqual(["revoked"]));
    expect(ben.ups).toEqual([]);
    expect(relay.carried.filter(({ kind, from }) => kind === "record" && from === ben.self)).toEqual([]);
    await eventually(() => expect(ada.downs).toEqual(["rejected"]));
    expect(ada.ups).toEqual([]);
  });

  test("while it is connected: is closed by what it says next", async () => {
    const { ada, ben } = await connected(paired());
    ben.standing = { state: "revoked" };
    await ada.link.send(ring);
    await eventually(() => expect(ben.downs).toEqual(["revoked"]));
    expect(ben.heard).toEqual([]);
  });

  test("while it is connected: is closed within a second if it says nothing", async () => {
    const { ben } = await connected(paired());
    ben.standing = { state: "revoked" };
    expect(ben.link.admits(Flow.audio)).toBe(false);
    ben.wait(1_000);
    expect(ben.downs).toEqual(["revoked"]);
  });
});

describe("what nobody has proved is not parsed", () => {
  test("records before the handshake", async () => {
    const { ada } = await seats();
    for (let i = 0; i < 10; i++) await ada.link.handleRecord(Uint8Array.of(0x81, 0xa4, i));
    expect(decodeControlMessage).not.toHaveBeenCalled();
    expect(flows.filter((flow) => ada.link.admits(flow))).toEqual([]);
  });

  test("records that are not the peer's, after it", async () => {
    const { ben } = await connected(paired());
    vi.mocked(decodeControlMessage).mockClear();
    await ben.link.handleRecord(new Uint8Array(64));
    expect(ben.downs).toEqual(["violated"]);
    expect(decodeControlMessage).not.toHaveBeenCalled();
  });

  test("a flood of handshake messages: a few of them, and no more", async () => {
    const { ada } = await seats();
    const misplaced = encodeHandshakeMessage({ step: 2, noise: new Uint8Array(64) });
    for (let i = 0; i < 1_000; i++) ada.link.handleNotify(misplaced);
    const first = encodeHandshakeMessage({ step: 0, noise: new Uint8Array(48) });
    await eventually(() => {
      ada.link.handleNotify(first);
      expect(ada.downs).toEqual(["rejected"]);
    });
    expect(vi.mocked(decodeHandshakeMessage).mock.calls.length).toBeLessThan(10);
  });
});
