// Whether the relay's memory stays flat while one receiver of a four-person call takes nothing any more:
// deno run -A --unstable-net bench/relay/memory.ts [seconds, 120]
// A receiver that stalls is disconnected after ten seconds, so it comes back and stalls again for as long as this runs.
import { Flow } from "../../src/transport/wire/flows.ts";
import { enter, type Person } from "../../tests/relay/support/call.ts";
import { newRoom } from "../../tests/relay/support/client.ts";
import { framePacket, soundPacket } from "../../tests/relay/support/media.ts";
import { startRelayUnderTest } from "../../tests/relay/support/relay-under-test.ts";
import { sleep } from "../../tests/relay/support/wait.ts";
import { percentile, print } from "./report.ts";

const seconds = Number(Deno.args[0] ?? 120);
const MiB = 1024 * 1024;
const FRAMES_PER_SECOND = 25;
/** A call of 800 kb/s a head. */
const FRAME_BYTES = 4_000;
/** The second half may be that much above the first: what the collector has not got round to. */
const TOLERANCE = 16 * MiB;

const relay = await startRelayUnderTest();
const room = newRoom();
const people = [await enter(relay, room), await enter(relay, room), await enter(relay, room)];
for (const person of people) await hear(person, people);
let over = false;

/** Everything of everybody else. */
async function hear({ client, member }: Person, others: readonly Person[]): Promise<void> {
  for (const other of others)
    if (other.member !== member) await client.subscribe(other.member, [Flow.audio, Flow.video]);
}

async function send({ client, member }: Person): Promise<void> {
  for (let count = 0; !over; count++) {
    const marking = { keyFrame: count % (2 * FRAMES_PER_SECOND) === 0 };
    client.sendFrame(Flow.video, framePacket(member, marking, FRAME_BYTES)).catch(() => undefined);
    client.sendDatagram(Flow.audio, soundPacket(member)).catch(() => undefined);
    await sleep(1_000 / FRAMES_PER_SECOND);
    client.datagrams.clear();
    client.streams.clear();
  }
}

/** Joins, subscribes and takes nothing, again and again. */
async function stall(): Promise<number> {
  for (let times = 0; ; times++) {
    if (over) return times;
    const person = await enter(relay, room, { reads: false, answers: false });
    await hear(person, people);
    await Promise.race([person.client.link.closed, untilOver()]);
    person.client.close();
  }
}

async function untilOver(): Promise<void> {
  while (!over) await sleep(100);
}

const sending = people.map(send);
await sleep(2_000);
const stalling = stall();
const memory: number[] = [];
for (let second = 0; second < seconds; second++) {
  await sleep(1_000);
  memory.push(await relay.metric("process_resident_memory_bytes"));
}
over = true;
const stalls = await stalling;
await Promise.all(sending);
const dropped = await relay.metric('kith_dropped_total{reason="slow-receiver"}');
const forwarded = await relay.metric('kith_forwarded_packets_total{flow="video"}');
await relay.stop();

const half = Math.floor(memory.length / 2);
const [first, second] = [percentile(memory.slice(0, half), 0.5), percentile(memory.slice(half), 0.5)];
const isFlat = second - first <= TOLERANCE;
print(
  "The relay's memory beside a receiver that takes nothing, in a call of four",
  [
    ["", "MiB"],
    ["at first", toMiB(memory[0] ?? 0)],
    ["median of the first half", toMiB(first)],
    ["median of the second half", toMiB(second)],
    ["highest", toMiB(Math.max(...memory))],
  ],
  {
    seconds,
    stalls,
    framesForwarded: forwarded,
    dropped,
    first,
    second,
    highest: Math.max(...memory),
    isFlat,
  },
);
Deno.exit(isFlat ? 0 : 1);

function toMiB(bytes: number): string {
  return (bytes / MiB).toFixed(1);
}
