import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Joined, Signaling } from "../../../src/transport/signaling.ts";
import { limits, timeouts } from "../../../src/transport/wire/limits.ts";
import {
  CloseCode,
  ErrorCode,
  encodeMessage,
  type RelayMessage,
} from "../../../src/transport/wire/signaling.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { transportError } from "../../fakes/errors.ts";
import { FakeRelayEnd, mute, openSignaling } from "../../fakes/fake-relay.ts";
import { fakeTimers, settled } from "../../fakes/time.ts";

beforeEach(fakeTimers);
afterEach(() => {
  expect(vi.getTimerCount(), "timers left").toBe(0);
  vi.useRealTimers();
});

const room = new Uint8Array(16).fill(7);
const joined: Joined = { type: "joined", id: 1, room, member: 9 as MemberId, members: [] };
const refusal = { type: "error", code: "room-full", message: "", fatal: false, re: 1 } as const;

/** Messages in one piece, as they may come off the network. */
const together = (...messages: RelayMessage[]) =>
  Uint8Array.from(messages.flatMap((message) => [...encodeMessage(message)]));

test("says hello and is welcomed", async () => {
  const { relay, ticket, signaling } = await openSignaling();
  expect(relay.heard).toEqual([{ type: "hello", version: 1, agent: "test", gates: [] }]);
  expect(ticket).toHaveLength(16);
  expect(signaling.getConnection()).toBe(relay.carrier);
  expect(signaling.closed).toBeUndefined();
});

test("names the connection that it replaces", async () => {
  const relay = new FakeRelayEnd();
  const previous = new Uint8Array(16).fill(3);
  await Signaling.open(relay.carrier, { agent: "test", previous }, Date.now);
  expect(relay.heardOf("hello")[0]?.previous).toEqual(previous);
});

test.each([
  ["does not answer", timeouts.hello, () => new FakeRelayEnd(mute)],
  [
    "takes no stream",
    timeouts.request,
    () => {
      const relay = new FakeRelayEnd();
      relay.session.withholdStreams();
      return relay;
    },
  ],
] as const)("a relay that %s is given up in time, and the session closed", async (_, patience, start) => {
  const relay = start();
  const opening = settled(Signaling.open(relay.carrier, { agent: "test" }, Date.now));
  await vi.advanceTimersByTimeAsync(patience - 1);
  expect(opening.error).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(opening.error).toEqual(transportError("timeout"));
  expect(relay.session.closeInfo).toMatchObject({ closeCode: CloseCode.timeout });
});

test.each<[string, string, (relay: FakeRelayEnd) => void]>([
  ["closes the session", "closed", ({ session }) => session.close({ closeCode: CloseCode.internal })],
  ["breaks off", "closed", ({ session }) => session.break()],
  ["ends the stream", "closed", ({ session }) => session.endSignaling()],
  ["closes it for want of a token", "refused", ({ session }) => session.close({ closeCode: 4 })],
  [
    "speaks another version",
    "refused",
    (relay) => relay.say({ type: "error", code: "unsupported-version", message: "", fatal: true }),
  ],
  ["speaks no msgpack", "protocol", ({ session }) => session.sendSignaling(Uint8Array.of(1, 0xc1))],
])("a relay that %s instead of a welcome ends the attempt at once", async (_, reason, act) => {
  const relay = new FakeRelayEnd(mute);
  const opening = settled(Signaling.open(relay.carrier, { agent: "test" }, Date.now));
  await vi.advanceTimersByTimeAsync(0);
  act(relay);
  await vi.advanceTimersByTimeAsync(0);
  expect(opening.error).toEqual(transportError(reason as "closed"));
  expect(relay.session.closeInfo).toBeDefined();
});

test("enters a room", async () => {
  const { relay, signaling } = await openSignaling();
  await expect(signaling.join(room)).resolves.toEqual(joined);
  expect(relay.heardOf("join")).toEqual([{ type: "join", id: 1, room }]);
});

test("tells listeners of the answer before the one who asked: what stands behind it may already concern them", async () => {
  const { relay, signaling } = await openSignaling();
  relay.answers = mute;
  const order: string[] = [];
  signaling.on("message", ({ type }) => order.push(type));
  const join = signaling.join(room).then(() => order.push("asker"));
  await vi.advanceTimersByTimeAsync(0);
  relay.session.sendSignaling(together(joined, { type: "peer-joined", room, member: 1 as MemberId }));
  await join;
  expect(order).toEqual(["joined", "peer-joined", "asker"]);
});

test("answers of several requests find the one who asked", async () => {
  const { relay, signaling } = await openSignaling();
  relay.answers = mute;
  const [first, second] = [settled(signaling.join(room)), settled(signaling.join(room))];
  await vi.advanceTimersByTimeAsync(0);
  relay.say({ ...joined, id: 99 });
  relay.say({ ...refusal, re: 2 });
  await vi.advanceTimersByTimeAsync(0);
  expect(second.error).toEqual(transportError("refused", "room-full"));
  expect(first.error).toBeUndefined();
  relay.say(joined);
  await vi.advanceTimersByTimeAsync(0);
  expect(first.value).toEqual(joined);
});

test("a refusal is not the end of the connection, unless it says so", async () => {
  const { relay, signaling, session } = await openSignaling();
  relay.answers = (message) => (message.type === "join" ? [refusal] : []);
  await expect(signaling.join(room)).rejects.toEqual(transportError("refused", "room-full"));
  expect(signaling.closed).toBeUndefined();
  relay.answers = () => [{ ...refusal, re: 2, code: "not-allowed", fatal: true }];
  await expect(signaling.join(room)).rejects.toEqual(transportError("refused", "not-allowed"));
  expect(signaling.closed).toEqual(transportError("refused", "not-allowed"));
  expect(session.closeInfo).toBeDefined();
});

test("opens a mailbox and finds one, each answered by itself", async () => {
  const { relay, signaling } = await openSignaling();
  relay.answers = mute;
  const [opened, found] = [settled(signaling.openMailbox()), settled(signaling.findMailbox("0427"))];
  await vi.advanceTimersByTimeAsync(0);
  expect(relay.heard.slice(1)).toEqual([
    { type: "open-mailbox", id: 1 },
    { type: "find-mailbox", id: 2, code: "0427" },
  ]);
  relay.say({ type: "mailbox", id: 2, code: "0427", room });
  await vi.advanceTimersByTimeAsync(0);
  expect(found.value).toMatchObject({ code: "0427", room });
  expect(opened.value).toBeUndefined();
  relay.say({ type: "mailbox", id: 1, code: "1111", room });
  await vi.advanceTimersByTimeAsync(0);
  expect(opened.value).toMatchObject({ code: "1111", room });
});

test("a mailbox that is not there is a refusal, and no end of the connection", async () => {
  const { relay, signaling } = await openSignaling();
  relay.answers = (message) =>
    message.type === "find-mailbox" ? [{ ...refusal, re: message.id, code: ErrorCode.noSuchMailbox }] : [];
  await expect(signaling.findMailbox("0000")).rejects.toEqual(transportError("refused", "no-such-mailbox"));
  expect(signaling.closed).toBeUndefined();
});

test("a request without an answer is a timeout, and the connection goes on", async () => {
  const { relay, signaling } = await openSignaling();
  relay.answers = mute;
  const join = settled(signaling.join(room));
  await vi.advanceTimersByTimeAsync(timeouts.request - 1);
  expect(join.error).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(join.error).toEqual(transportError("timeout"));
  expect(signaling.closed).toBeUndefined();
});

test("a request fails as soon as the connection does, and at once on one that has", async () => {
  const { relay, signaling } = await openSignaling();
  relay.answers = mute;
  const join = settled(signaling.join(room));
  relay.session.break();
  await vi.advanceTimersByTimeAsync(0);
  expect(join.error).toEqual(transportError("closed"));
  await expect(signaling.join(room)).rejects.toEqual(transportError("closed"));
});

test("answers pings, and measures its own", async () => {
  const { relay, signaling } = await openSignaling();
  relay.say({ type: "ping", id: 77 });
  await vi.advanceTimersByTimeAsync(0);
  expect(relay.heardOf("pong")).toEqual([{ type: "pong", id: 77 }]);

  relay.answers = mute;
  signaling.ping();
  await vi.advanceTimersByTimeAsync(30);
  const [ping] = relay.heardOf("ping");
  relay.say({ type: "pong", id: ping?.id ?? -1 });
  await vi.advanceTimersByTimeAsync(0);
  expect(signaling.health).toMatchObject({ roundTrip: 30, missedPings: 0, lastHeard: Date.now() });
});

test("anything heard is a sign of life", async () => {
  const { relay, signaling } = await openSignaling();
  await vi.advanceTimersByTimeAsync(500);
  relay.session.sendSignaling(encodeMessage({ type: "peer-joined", room, member: 1 as MemberId }));
  await vi.advanceTimersByTimeAsync(0);
  expect(signaling.health.lastHeard).toBe(Date.now());
  await vi.advanceTimersByTimeAsync(500);
  signaling.heard();
  expect(signaling.health.lastHeard).toBe(Date.now());
});

test("a message of a later version is passed over", async () => {
  const { relay, signaling } = await openSignaling();
  const heard: RelayMessage[] = [];
  signaling.on("message", (message) => heard.push(message));
  const later = Uint8Array.of(0x81, 0xa4, ...ascii("type"), 0xa5, ...ascii("dance"));
  relay.session.sendSignaling(Uint8Array.of(later.length, ...later));
  relay.say({ type: "pong", id: 1 });
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([{ type: "pong", id: 1 }]);
  expect(signaling.closed).toBeUndefined();
});

test.each([
  ["a message that is none", Uint8Array.of(2, 0xc1, 0)],
  ["an empty message", Uint8Array.of(0)],
  ["a length over the limit", Uint8Array.of(0x80, 0x01, 0x00, 0x01)],
])("%s ends the connection, and says so", async (_, bytes) => {
  const { session, signaling } = await openSignaling();
  session.sendSignaling(bytes);
  await vi.advanceTimersByTimeAsync(0);
  expect(signaling.closed).toEqual(transportError("protocol"));
  expect(session.closeInfo).toMatchObject({ closeCode: CloseCode.protocol });
});

test("messages are read however they were cut", async () => {
  const { session, signaling } = await openSignaling();
  const heard: string[] = [];
  signaling.on("message", ({ type }) => heard.push(type));
  for (const byte of together({ type: "going-away", within: 1 }, { type: "pong", id: 1 }))
    session.sendSignaling(Uint8Array.of(byte));
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(["going-away", "pong"]);
});

test("a connection that takes nothing any more ends before much has piled up", async () => {
  const { session, signaling } = await openSignaling();
  session.stall();
  const notify = { type: "notify", to: 1 as MemberId, data: new Uint8Array(limits.notifyData) } as const;
  for (let sent = 0; signaling.closed === undefined && sent < 100; sent++) {
    signaling.send(notify);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toBeLessThan(6);
  }
  expect(signaling.closed).toEqual(transportError("closed"));
  expect(session.closeInfo).toBeDefined();
});

test("a slow connection that catches up goes on", async () => {
  const { session, relay, signaling } = await openSignaling();
  for (let round = 0; round < 10; round++) {
    const release = session.stall();
    for (let i = 0; i < 3; i++)
      signaling.send({ type: "notify", to: 1 as MemberId, data: new Uint8Array(limits.notifyData) });
    await vi.advanceTimersByTimeAsync(0);
    release();
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(signaling.closed).toBeUndefined();
  expect(relay.heardOf("notify")).toHaveLength(30);
});

test.each([
  [CloseCode.done, "closed"],
  [CloseCode.goingAway, "closed"],
  [CloseCode.protocol, "closed"],
  [CloseCode.timeout, "closed"],
  [CloseCode.notAllowed, "refused"],
  [CloseCode.tooSlow, "closed"],
  [CloseCode.rateLimited, "refused"],
  [CloseCode.replaced, "closed"],
  [CloseCode.internal, "closed"],
] as const)("closed by the relay with %i is %s", async (closeCode, reason) => {
  const { session, signaling } = await openSignaling();
  const ends: unknown[] = [];
  signaling.on("closed", (error) => ends.push(error));
  session.close({ closeCode });
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toEqual([transportError(reason)]);
  expect(signaling.closed).toBe(ends[0]);
});

test("closing closes the session with the code, once, and nothing is sent after it", async () => {
  const { session, relay, signaling } = await openSignaling();
  const ends: unknown[] = [];
  signaling.on("closed", (error) => ends.push(error));
  signaling.close(CloseCode.replaced);
  signaling.close();
  signaling.send({ type: "ping", id: 1 });
  await vi.advanceTimersByTimeAsync(0);
  expect(session.closeInfo).toMatchObject({ closeCode: CloseCode.replaced });
  expect(ends).toEqual([transportError("cancelled")]);
  expect(relay.heard).toHaveLength(1);
});

function ascii(text: string): number[] {
  return Array.from(text, (char) => char.charCodeAt(0));
}
