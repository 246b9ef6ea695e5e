import assert from "node:assert/strict";
import { Flow } from "../../../src/transport/wire/flows.ts";
import type { FrameMarking } from "../../../src/transport/wire/frame-marking.ts";
import { timeouts } from "../../../src/transport/wire/limits.ts";
import { CloseCode } from "../../../src/transport/wire/signaling.ts";
import { startUdpShaper } from "../../shaper/udp-shaper.ts";
import { enter, type Person, pictureGetsThrough, soundGetsThrough } from "../support/call.ts";
import { startChild } from "../support/child.ts";
import { newRoom } from "../support/client.ts";
import { undecodable } from "../support/decodability.ts";
import { framePacket, packetOn, soundPacket } from "../support/media.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";
import { sleep, within } from "../support/wait.ts";

const relay = await startRelayUnderTest();
Deno.test.afterAll(() => relay.stop());

const MiB = 1024 * 1024;
/** What one stalled receiver may cost: the runtime's send buffer (10 MiB), the relay's own, and some garbage. */
const COST_OF_A_STALLED_RECEIVER = 24 * MiB;
const STALLED_MS = 10_000;
const SLACK_MS = 10_000;

const base: FrameMarking = {
  keyFrame: false,
  discardable: false,
  baseSync: false,
  temporalLayer: 0,
  baseIndex: 0,
};
const key: FrameMarking = { ...base, keyFrame: true };
const middle: FrameMarking = { ...base, temporalLayer: 1, baseSync: true };
const top: FrameMarking = { ...base, temporalLayer: 2, discardable: true };

/** Camera and sound until stopped; a key frame every second, so that drops can end. Returns what to stop it with. */
function startSending(
  { client, member }: Person,
  frameBytes: number,
  framesPerSecond: number,
  pattern: readonly FrameMarking[],
): () => Promise<readonly FrameMarking[]> {
  const sent: FrameMarking[] = [];
  let stopped = false;
  const run = async () => {
    while (!stopped) {
      const marking =
        sent.length % framesPerSecond === 0 ? key : (pattern[sent.length % pattern.length] ?? base);
      sent.push(marking);
      client.sendFrame(Flow.video, framePacket(member, marking, frameBytes)).catch(() => undefined);
      client.sendDatagram(Flow.audio, soundPacket(member)).catch(() => undefined);
      await sleep(1_000 / framesPerSecond);
    }
    return sent;
  };
  const running = run();
  return () => {
    stopped = true;
    return running;
  };
}

Deno.test("receivers that stall, stop or die cost the relay little and the others nothing", async () => {
  const room = newRoom();
  const sender = await enter(relay, room);
  const well = await enter(relay, room);
  const deaf = await enter(relay, room, { reads: false, answers: false });
  const lazy = await enter(relay, room, { reads: false });
  for (const { client } of [well, deaf, lazy])
    await client.subscribe(sender.member, [Flow.audio, Flow.video]);
  const stopped = await startChild(relay, "websocket", room, sender);
  const killed = await startChild(relay, "webtransport", room, sender);
  await pictureGetsThrough(sender, well);

  const before = await relay.metric("process_resident_memory_bytes");
  stopped.signal("SIGSTOP");
  killed.signal("SIGKILL");
  const stopSending = startSending(sender, 30_000, 25, [base]);
  const begin = performance.now();
  const left = async (who: { readonly member: number }, after: number) => {
    const isIt = (message: { type: string; member?: number }) =>
      message.type === "peer-left" && message.member === who.member;
    const message = await well.client.messages.take(isIt, "somebody's leaving", after + SLACK_MS);
    assert.ok(message.type === "peer-left" && message.reason === "lost");
    assert.ok(performance.now() - begin > after - 3_000, "not before its time");
  };
  const memoryStaysFlat = async () => {
    let highest = 0;
    for (let seconds = 0; seconds < STALLED_MS / 1_000; seconds++) {
      await sleep(1_000);
      highest = Math.max(highest, await relay.metric("process_resident_memory_bytes"));
    }
    const growth = highest - before;
    assert.ok(growth < 4 * COST_OF_A_STALLED_RECEIVER, `${Math.round(growth / MiB)} MiB more`);
  };
  await Promise.all([
    left(stopped, timeouts.silence),
    left(killed, timeouts.silence),
    left(deaf, STALLED_MS),
    left(lazy, STALLED_MS),
    memoryStaysFlat(),
  ]);
  assert.equal(await within(SLACK_MS, deaf.client.link.closed, "the end"), CloseCode.tooSlow);
  assert.equal(await within(SLACK_MS, lazy.client.link.closed, "the end"), CloseCode.tooSlow);
  stopped.signal("SIGKILL");
  await stopSending();
  await pictureGetsThrough(sender, well);
  assert.ok((await relay.metric('kith_dropped_total{reason="slow-receiver"}')) > 0);
  for (const { client } of [sender, well]) client.close();
});

Deno.test("a receiver behind a thin line gets sound, and a picture that can be decoded", async () => {
  const thin = await startUdpShaper({
    target: { host: "127.0.0.1", port: relay.port },
    downlink: { rateBps: 400_000, delayMs: 20, queue: { ms: 200 } },
    uplink: { delayMs: 20 },
    seed: 1,
  });
  const room = newRoom();
  const sender = await enter(relay, room);
  const receiver = await enter({ ...relay, target: { ...relay.target, port: thin.port } }, room);
  await receiver.client.subscribe(sender.member, [Flow.audio, Flow.video]);
  const stopSending = startSending(sender, 6_000, 20, [base, { ...top, baseSync: true }, middle, top]);
  await sleep(6_000);
  const sent = await stopSending();
  // Had everything been queued, this would come eight seconds late.
  const begin = performance.now();
  await pictureGetsThrough(sender, receiver);
  const delay = performance.now() - begin;
  assert.ok(delay < 5_000, `${Math.round(delay)} ms behind`);
  await soundGetsThrough(sender, receiver);

  const arrived = new Array<boolean>(sent.length).fill(false);
  for (const { bytes, ended } of receiver.client.streams.items)
    if (ended) arrived[packetOn(bytes).sequence] = true;
  const count = arrived.filter(Boolean).length;
  assert.ok(count > 0 && count < sent.length, `${count} of ${sent.length} arrived`);
  assert.equal(undecodable(sent, arrived), undefined);
  assert.ok(receiver.client.datagrams.items.length > 0);
  for (const { client } of [sender, receiver]) client.close();
  await thin.close();
});
