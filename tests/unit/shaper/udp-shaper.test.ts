import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { startUdpShaper, type UdpShaper, type UdpShaperOptions } from "../../shaper/udp-shaper.ts";
import { UdpEnd, until } from "./udp-ends.ts";

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function udpEnd(options?: Parameters<typeof UdpEnd.open>[0]): Promise<UdpEnd> {
  const end = await UdpEnd.open(options);
  cleanups.push(() => end.close());
  return end;
}

async function shaperTo(end: UdpEnd, options: Partial<UdpShaperOptions> = {}): Promise<UdpShaper> {
  const shaper = await startUdpShaper({ target: { host: "127.0.0.1", port: end.port }, seed: 1, ...options });
  cleanups.push(() => shaper.close());
  return shaper;
}

async function echoPath(options?: Partial<UdpShaperOptions>) {
  const echo = await udpEnd({ isEcho: true });
  return { echo, shaper: await shaperTo(echo, options), client: await udpEnd() };
}

/** A turn of the event loop later, for that is when a closed socket leaves the books. */
async function openSockets(): Promise<number> {
  await setImmediate();
  await setImmediate();
  return process.getActiveResourcesInfo().filter((kind) => kind.startsWith("UDP")).length;
}

test("an echo takes both delays", async () => {
  const { shaper, client } = await echoPath({ uplink: { delayMs: 30 }, downlink: { delayMs: 20 } });
  const sentAtMs: number[] = [];
  for (let i = 0; i < 20; i++) {
    sentAtMs.push(performance.now());
    client.send(`${i}`, shaper.port);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await client.receive(20);
  const rtts = client.received.map(({ text, atMs }) => atMs - (sentAtMs[Number(text)] ?? Number.NaN));
  expect(client.texts).toEqual(sentAtMs.map((_, i) => `${i}`));
  expect(Math.min(...rtts)).toBeGreaterThan(49.8);
  expect(Math.min(...rtts)).toBeLessThan(56);
  expect(shaper.stats).toMatchObject({
    uplink: { offered: 20, delivered: 20 },
    downlink: { offered: 20, delivered: 20 },
    clients: 1,
    blocked: 0,
    overflowed: 0,
    socketErrors: 0,
  });
});

test("every client gets its own replies, over a link that all share", async () => {
  const { echo, shaper, client } = await echoPath({ uplink: { rateBps: 80_000 } });
  const other = await udpEnd();
  const startMs = performance.now();
  // Each takes 10 ms of the shared rate.
  client.send("mine".padEnd(100), shaper.port);
  other.send("theirs".padEnd(100), shaper.port);
  await Promise.all([client.receive(1), other.receive(1)]);
  expect(client.texts).toEqual(["mine".padEnd(100)]);
  expect(other.texts).toEqual(["theirs".padEnd(100)]);
  expect(new Set(echo.received.map(({ fromPort }) => fromPort)).size).toBe(2);
  const lastMs = Math.max(...echo.received.map(({ atMs }) => atMs));
  expect(lastMs - startMs).toBeGreaterThan(19.8);
});

test("the same seed loses the same datagrams, each direction its own", async () => {
  const lossy = { uplink: { loss: 0.3 }, downlink: { loss: 0.3 }, seed: 42 };
  const runs: { echo: string[]; client: string[] }[] = [];
  for (let run = 0; run < 2; run++) {
    const { echo, shaper, client } = await echoPath(lossy);
    for (let i = 0; i < 60; i++) client.send(`${i}`, shaper.port);
    await until(() => shaper.stats.uplink.offered === 60);
    await until(() => shaper.stats.downlink.offered === shaper.stats.uplink.delivered);
    await client.receive(shaper.stats.downlink.delivered);
    runs.push({ echo: echo.texts, client: client.texts });
  }
  expect(runs[0]).toEqual(runs[1]);

  const { echo = [], client = [] } = runs[0] ?? {};
  const passedUp = echo.map((_, i) => echo.includes(`${i}`));
  const passedDown = echo.map((text) => client.includes(text));
  expect(passedUp).toContain(false);
  expect(passedDown).toContain(false);
  expect(passedUp).not.toEqual(passedDown);
});

test("links change while datagrams flow", async () => {
  const { shaper, client } = await echoPath();
  client.send("a", shaper.port);
  await client.receive(1);
  shaper.setUplink({ loss: 1 });
  client.send("b", shaper.port);
  await until(() => shaper.stats.uplink.lost === 1);
  shaper.setUplink({});
  shaper.setDownlink({ duplicate: 1 });
  client.send("c", shaper.port);
  await client.receive(3);
  expect(client.texts).toEqual(["a", "c", "c"]);
});

test("blocked, nothing passes either way, nor does what was under way; unblocked, everything does", async () => {
  const { echo, shaper, client } = await echoPath({ uplink: { delayMs: 300 } });
  client.send("under way", shaper.port);
  await until(() => shaper.stats.uplink.offered === 1);
  shaper.block();
  client.send("blocked", shaper.port);
  await until(() => shaper.stats.blocked === 2);
  shaper.unblock();
  client.send("free", shaper.port);
  await client.receive(1);
  expect(echo.texts).toEqual(["free"]);

  const { fromPort } = echo.received[0] ?? {};
  shaper.block();
  echo.send("blocked reply", fromPort ?? 0);
  await until(() => shaper.stats.blocked === 3);
  expect(client.texts).toEqual(["free"]);
});

test("rebound, the target sees a new port, replies to the old are lost and the client notices nothing", async () => {
  const { echo, shaper, client } = await echoPath();
  client.send("before", shaper.port);
  await client.receive(1);
  shaper.rebind();
  echo.send("to the old port", echo.received[0]?.fromPort ?? 0);
  client.send("after", shaper.port);
  await client.receive(2);
  expect(client.texts).toEqual(["before", "after"]);
  expect(echo.received[1]?.fromPort).not.toBe(echo.received[0]?.fromPort);
  expect(shaper.stats.clients).toBe(1);
});

test("only the target reaches a client", async () => {
  const { echo, shaper, client } = await echoPath();
  const stranger = await udpEnd();
  client.send("a", shaper.port);
  await client.receive(1);
  stranger.send("intruder", echo.received[0]?.fromPort ?? 0);
  client.send("b", shaper.port);
  await client.receive(2);
  expect(client.texts).toEqual(["a", "b"]);
});

test("a target that is away for a while is found again", async () => {
  const { echo, shaper, client } = await echoPath();
  client.send("a", shaper.port);
  await client.receive(1);
  const { port } = echo;
  await echo.close();
  cleanups.shift();
  client.send("nobody there", shaper.port);
  await until(() => shaper.stats.uplink.delivered === 2);
  await udpEnd({ isEcho: true, port });
  client.send("b", shaper.port);
  await client.receive(2);
  expect(client.texts).toEqual(["a", "b"]);
  expect(shaper.stats.socketErrors).toBe(0);
});

test("further clients than the bound are dropped until idle ones have gone", async () => {
  const { shaper, client } = await echoPath({ maxClients: 1, clientIdleMs: 60 });
  const other = await udpEnd();
  client.send("a", shaper.port);
  await client.receive(1);
  other.send("b", shaper.port);
  await until(() => shaper.stats.overflowed === 1);
  await until(() => shaper.stats.clients === 0);
  other.send("c", shaper.port);
  await other.receive(1);
  expect(other.texts).toEqual(["c"]);
});

test.each(["192.0.2.1", "0.0.0.0", "localhost", "128.0.0.1", "127.0.0.1.example"])(
  "%s is refused, as a target and as a place to listen",
  async (host) => {
    const refusal = { name: "ShaperError", reason: "not-loopback" };
    await expect(startUdpShaper({ target: { host, port: 9 }, seed: 1 })).rejects.toMatchObject(refusal);
    const target = { host: "127.0.0.1", port: 9 };
    await expect(startUdpShaper({ target, listenHost: host, seed: 1 })).rejects.toMatchObject(refusal);
  },
);

test("a start that fails leaves no socket behind", async () => {
  const taken = await udpEnd();
  const before = await openSockets();
  await expect(shaperTo(taken, { downlink: { loss: 2 } })).rejects.toMatchObject({ reason: "bad-option" });
  await expect(shaperTo(taken, { listenPort: taken.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  expect(await openSockets()).toBe(before);
});

test("close drops what is under way and gives every port back", async () => {
  const echo = await udpEnd({ isEcho: true });
  const client = await udpEnd();
  const before = await openSockets();
  const shaper = await shaperTo(echo, { downlink: { delayMs: 5000 } });
  client.send("a", shaper.port);
  await until(() => shaper.stats.downlink.offered === 1);
  expect(await openSockets()).toBe(before + 2);
  await Promise.all([shaper.close(), shaper.close()]);
  expect(await openSockets()).toBe(before);
  const successor = await udpEnd({ port: shaper.port });
  expect(successor.port).toBe(shaper.port);
  expect(client.texts).toEqual([]);
});
