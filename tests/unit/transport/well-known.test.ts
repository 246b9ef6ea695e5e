import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchRelayAddress, parseWellKnown } from "../../../src/transport/well-known.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { transportError } from "../../fakes/errors.ts";
import { fakeTimers, settled } from "../../fakes/time.ts";

const URL = "https://kith.example/.well-known/kith.json";
const relay = {
  url: "https://relay.example/",
  certificateHashes: ["ab".repeat(32)],
  webSocketUrl: "wss://relay.example/v1",
};
const documentOf = (changes: object) => ({ relay: { ...relay, ...changes } });

test("reads hashes as bytes, and does without a WebSocket", () => {
  expect(parseWellKnown(documentOf({ webSocketUrl: undefined }))).toEqual({
    url: "https://relay.example/",
    certificateHashes: [new Uint8Array(32).fill(0xab)],
    webSocketUrl: undefined,
  });
});

test.each([
  ["nothing", undefined],
  ["a string", "relay"],
  ["no relay", {}],
  ["no URL", { relay: { certificateHashes: [] } }],
  ["a URL that is none", documentOf({ url: "relay" })],
  ["a relay without encryption", documentOf({ url: "http://relay.example/" })],
  ["a script for a URL", documentOf({ url: "javascript:alert(1)" })],
  ["no hashes", { relay: { url: relay.url } }],
  ["a hash that is too short", documentOf({ certificateHashes: ["ab"] })],
  ["a hash in capitals", documentOf({ certificateHashes: ["AB".repeat(32)] })],
  ["a hash that is no text", documentOf({ certificateHashes: [7] })],
  ["more hashes than any relay has", documentOf({ certificateHashes: Array(9).fill("ab".repeat(32)) })],
  ["a WebSocket that is none", documentOf({ webSocketUrl: "https://relay.example/v1" })],
])("refuses %s", (_, document) => {
  expect(() => parseWellKnown(document)).toThrow(transportError("protocol"));
});

let pages: Response | Error | "hangs";
/** Lets a page that hangs answer after all. */
let answer: (response: Response) => void;
const requests: (string | undefined)[] = [];

beforeEach(() => {
  fakeTimers();
  requests.length = 0;
  pages = Response.json({ relay });
  // The platform's own runs on a clock that no test can move.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((milliseconds) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("timeout")), milliseconds);
    return controller.signal;
  });
  vi.stubGlobal("fetch", (url: string, { cache, signal }: { cache: string; signal: AbortSignal }) => {
    requests.push(`${cache} ${url}`);
    if (pages instanceof Error) return Promise.reject(pages);
    if (pages !== "hangs") return Promise.resolve(pages.clone());
    return new Promise((resolve, reject) => {
      answer = resolve;
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("asks the page once, past every cache, until a fresh answer is wanted", async () => {
  const address = fetchRelayAddress(URL);
  const first = await address(false);
  expect(await address(false)).toBe(first);
  expect(requests).toEqual([`no-store ${URL}`]);
  pages = Response.json(documentOf({ certificateHashes: ["cd".repeat(32)] }));
  expect((await address(true)).certificateHashes).toEqual([new Uint8Array(32).fill(0xcd)]);
  expect((await address(false)).certificateHashes).toEqual([new Uint8Array(32).fill(0xcd)]);
  expect(requests).toHaveLength(2);
});

test.each<[string, Response | Error, "unreachable" | "protocol"]>([
  ["does not answer", new TypeError("Failed to fetch"), "unreachable"],
  ["says no", new Response("", { status: 503 }), "unreachable"],
  ["is no JSON", new Response("<html>"), "unreachable"],
  ["is no well-known document", Response.json({}), "protocol"],
])(
  "a page that %s is an error, also where the relay was known: nobody is dialled in vain",
  async (_, broken, reason) => {
    const address = fetchRelayAddress(URL);
    pages = broken;
    await expect(address(false)).rejects.toEqual(transportError(reason));
    pages = Response.json({ relay });
    const known = await address(false);
    pages = broken;
    await expect(address(true)).rejects.toEqual(transportError(reason));
    expect(await address(false)).toBe(known);
  },
);

test("a page that hangs holds up a first dial for five seconds; later the relay is where it was after one, if it can prove it", async () => {
  const address = fetchRelayAddress(URL);
  pages = "hangs";
  const first = settled(address(false));
  await vi.advanceTimersByTimeAsync(timeouts.request - 1);
  expect(first.error).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(first.error).toEqual(transportError("unreachable"));

  pages = Response.json({ relay });
  const known = await address(false);
  pages = "hangs";
  const later = settled(address(true));
  await vi.advanceTimersByTimeAsync(999);
  expect(later.value).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(later.value).toEqual({ ...known, webSocketUrl: undefined });
});

test("an answer that comes too late is there for the next who asks, once, and not for long", async () => {
  const address = fetchRelayAddress(URL);
  const known = await address(false);
  const slowly = async () => {
    pages = "hangs";
    const asked = settled(address(true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.value?.webSocketUrl).toBeUndefined();
    answer(Response.json({ relay }));
    await vi.advanceTimersByTimeAsync(0);
  };
  await slowly();
  expect(await address(true)).toEqual(known);
  const { length } = requests;
  pages = Response.json({ relay });
  await address(true);
  expect(requests, "the one after that asks again").toHaveLength(length + 1);
  await slowly();
  await vi.advanceTimersByTimeAsync(10_000);
  pages = Response.json({ relay });
  await address(true);
  expect(requests).toHaveLength(length + 3);
});

test("a page that hangs on and on lets a relay be dialled unseen four times in five minutes; then its answer is awaited", async () => {
  const address = fetchRelayAddress(URL);
  const known = await address(false);
  pages = "hangs";
  const ask = async () => {
    const asked = settled(address(true));
    await vi.advanceTimersByTimeAsync(timeouts.request);
    return asked;
  };
  for (let unseen = 0; unseen < 4; unseen++) expect((await ask()).value).toBeDefined();
  expect((await ask()).error).toEqual(transportError("unreachable"));

  const answered = settled(address(true));
  await vi.advanceTimersByTimeAsync(2_000);
  answer(Response.json({ relay }));
  await vi.advanceTimersByTimeAsync(0);
  expect(answered.value, "with a WebSocket").toEqual(known);

  await vi.advanceTimersByTimeAsync(300_000);
  expect((await ask()).value).toBeDefined();
});
