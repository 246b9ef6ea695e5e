import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Carrier, RelayAddress } from "../../../src/transport/carrier.ts";
import { dial } from "../../../src/transport/dial.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { transportError } from "../../fakes/errors.ts";
import { FakeSession } from "../../fakes/fake-session.ts";
import { fakeTimers, settled } from "../../fakes/time.ts";

/** Every session that was started, in order. */
const started: { kind: Carrier["kind"]; session: FakeSession }[] = [];

vi.mock(import("../../../src/transport/carrier.ts"), async (original) => {
  const start = (kind: Carrier["kind"]) => {
    const session = new FakeSession();
    started.push({ kind, session });
    return { kind, session: session.client };
  };
  return {
    ...(await original()),
    startWebTransport: () => start("webtransport"),
    startWebSocket: async () => start("websocket"),
  };
});

beforeEach(() => {
  fakeTimers();
  started.length = 0;
});
afterEach(() => {
  expect(vi.getTimerCount(), "timers left").toBe(0);
  vi.useRealTimers();
});

const HEAD_START = 1_500;
const udpOnly: RelayAddress = {
  url: "https://relay.example/",
  certificateHashes: [],
  webSocketUrl: undefined,
};
const both: RelayAddress = { ...udpOnly, webSocketUrl: "wss://relay.example/v1" };

const kinds = () => started.map(({ kind }) => kind);
const open = () => started.filter(({ session }) => session.closeInfo === undefined).map(({ kind }) => kind);
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const session = (index: number) => {
  const found = started[index]?.session;
  if (found === undefined) throw new Error(`Session ${index} was not started`);
  return found;
};

function dialling(relay: RelayAddress) {
  const controller = new AbortController();
  return { outcome: settled(dial(relay, controller.signal)), abort: () => controller.abort() };
}

test("WebTransport alone, where it comes up within its head start", async () => {
  const { outcome } = dialling(both);
  await pass(HEAD_START - 1);
  session(0).open();
  await pass(0);
  expect(outcome.value?.kind).toBe("webtransport");
  await pass(60_000);
  expect(kinds()).toEqual(["webtransport"]);
  expect(open()).toEqual(["webtransport"]);
});

test("a WebSocket beside it where it hangs; the first to open wins and the other is closed", async () => {
  const { outcome } = dialling(both);
  await pass(HEAD_START);
  expect(kinds()).toEqual(["webtransport", "websocket"]);
  expect(outcome.value).toBeUndefined();
  session(1).open();
  await pass(0);
  expect(outcome.value?.kind).toBe("websocket");
  expect(open()).toEqual(["websocket"]);
});

test("WebTransport still wins where it is the first to open", async () => {
  const { outcome } = dialling(both);
  await pass(HEAD_START + 10);
  session(0).open();
  await pass(0);
  expect(outcome.value?.kind).toBe("webtransport");
  expect(open()).toEqual(["webtransport"]);
});

test("where both open at once one is kept and the other closed", async () => {
  const { outcome } = dialling(both);
  await pass(HEAD_START);
  session(0).open();
  session(1).open();
  await pass(0);
  expect(outcome.value?.kind).toBe("webtransport");
  expect(open()).toEqual(["webtransport"]);
});

test("a WebSocket at once where WebTransport fails", async () => {
  const { outcome } = dialling(both);
  session(0).refuse();
  await pass(0);
  expect(kinds()).toEqual(["webtransport", "websocket"]);
  session(1).open();
  await pass(0);
  expect(outcome.value?.kind).toBe("websocket");
});

test("fails when both fail, and says why each did", async () => {
  const { outcome } = dialling(both);
  session(0).refuse(new Error("no UDP"));
  await pass(0);
  session(1).refuse(new Error("no TCP"));
  await pass(0);
  expect(outcome.error).toEqual(transportError("unreachable", "webtransport"));
  expect(outcome.error).toEqual(transportError("unreachable", "websocket"));
  expect(open()).toEqual([]);
  await pass(60_000);
  expect(kinds(), "never two attempts of a kind").toEqual(["webtransport", "websocket"]);
});

test("fails in time when both hang", async () => {
  const { outcome } = dialling(both);
  await pass(HEAD_START + timeouts.handshake - 1);
  expect(outcome.error).toBeUndefined();
  expect(open(), "each has the same time").toEqual(["websocket"]);
  await pass(1);
  expect(outcome.error).toEqual(transportError("unreachable"));
  expect(open()).toEqual([]);
});

test("fails with WebTransport where there is nothing else", async () => {
  const { outcome } = dialling(udpOnly);
  await pass(timeouts.handshake);
  expect(outcome.error).toEqual(transportError("unreachable", "timeout"));
  expect(kinds()).toEqual(["webtransport"]);
  expect(open()).toEqual([]);
});

test("a session that opens after its time is closed", async () => {
  const { outcome } = dialling(udpOnly);
  await pass(timeouts.handshake);
  session(0).open();
  await pass(0);
  expect(outcome.error).toBeDefined();
  expect(open()).toEqual([]);
});

test.each([
  ["in the head start", 10],
  ["with both under way", HEAD_START + 10],
])("an abort %s ends everything at once", async (_, when) => {
  const { outcome, abort } = dialling(both);
  await pass(when);
  abort();
  await pass(0);
  expect(outcome.error).toEqual(transportError("cancelled"));
  expect(open()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  const before = kinds();
  for (const { session } of started) session.open();
  await pass(60_000);
  expect(kinds()).toEqual(before);
});

test("an abort in the very moment of opening leaves nothing open that nobody owns", async () => {
  const { outcome, abort } = dialling(udpOnly);
  session(0).open();
  abort();
  await pass(0);
  expect(outcome.value === undefined ? open() : []).toEqual([]);
});

test("an abort before the start starts nothing", async () => {
  await expect(dial(both, AbortSignal.abort())).rejects.toEqual(transportError("cancelled"));
  expect(kinds()).toEqual([]);
});

test("an abort after the end does not touch the winner", async () => {
  const { outcome, abort } = dialling(both);
  session(0).open();
  await pass(0);
  abort();
  await pass(0);
  expect(outcome.value?.kind).toBe("webtransport");
  expect(open()).toEqual(["webtransport"]);
});
