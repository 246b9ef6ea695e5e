// How much sound the relay forwards and how much later it arrives for that, beside a bare echo that sends as many
// datagrams: deno run -A --unstable-net bench/relay/load.ts [rooms of four, 42] [seconds, 10]
import { Flow } from "../../src/transport/wire/flows.ts";
import { frameDatagram } from "../../src/transport/wire/framing.ts";
import { enter } from "../../tests/relay/support/call.ts";
import { newRoom } from "../../tests/relay/support/client.ts";
import { soundPacket } from "../../tests/relay/support/media.ts";
import type { QuicLink } from "../../tests/relay/support/quic-link.ts";
import { concat, connectQuic } from "../../tests/relay/support/raw-session.ts";
import { startRelayUnderTest } from "../../tests/relay/support/relay-under-test.ts";
import { sleep } from "../../tests/relay/support/wait.ts";
import { percentile, print } from "./report.ts";

const rooms = Number(Deno.args[0] ?? 42);
const seconds = Number(Deno.args[1] ?? 10);
const PEOPLE = 4;
const LISTENERS = PEOPLE - 1;
const PACKETS_PER_SECOND = 50;
/** Opus at 32 kb/s with its encryption. */
const SOUND_BYTES = 100;
const AIM = { flows: 500, p50: 0.5, p99: 5 };

/** A connection that sends sound, and the datagram it sends: its last eight bytes take the time of sending. */
interface Speaker {
  readonly connection: Deno.QuicConn;
  readonly datagram: Uint8Array<ArrayBuffer>;
}

interface Measured {
  readonly sent: number;
  readonly arrived: number;
  readonly p50: number;
  readonly p99: number;
  /** Processor seconds of the server per second. */
  readonly cores: number;
}

async function measure(speakers: readonly Speaker[], pid: number): Promise<Measured> {
  const delays: number[] = [];
  let sent = 0;
  const hear = async (connection: Deno.QuicConn) => {
    for (;;) {
      const datagram = await connection.readDatagram();
      const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.byteLength);
      delays.push(performance.now() - view.getFloat64(datagram.byteLength - 8));
    }
  };
  for (const { connection } of speakers) hear(connection).catch(() => undefined);
  const cpuBefore = cpuSeconds(pid);
  const begin = performance.now();
  while (performance.now() - begin < seconds * 1_000) {
    // Spread over the interval, as people who do not know each other are.
    const due = Math.floor(((performance.now() - begin) / 1_000) * PACKETS_PER_SECOND * speakers.length);
    for (; sent < due; sent++) {
      const speaker = speakers[sent % speakers.length];
      if (speaker === undefined) break;
      const { connection, datagram } = speaker;
      new DataView(datagram.buffer).setFloat64(datagram.byteLength - 8, performance.now());
      connection.sendDatagram(datagram).catch(() => undefined);
    }
    await sleep(1);
  }
  const elapsed = (performance.now() - begin) / 1_000;
  const cores = (cpuSeconds(pid) - cpuBefore) / elapsed;
  await sleep(300);
  return {
    sent,
    arrived: delays.length,
    p50: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
    cores,
  };
}

async function throughRelay(): Promise<Measured> {
  const relay = await startRelayUnderTest();
  const speakers: Speaker[] = [];
  for (let count = 0; count < rooms; count++) {
    const room = newRoom();
    const people = [];
    for (let person = 0; person < PEOPLE; person++) people.push(await enter(relay, room, { reads: false }));
    for (const { client, member } of people) {
      for (const other of people)
        if (other.member !== member) await client.subscribe(other.member, [Flow.audio]);
      const { connection } = client.link as QuicLink;
      const datagram = concat(Uint8Array.of(0), frameDatagram(Flow.audio, soundPacket(member, SOUND_BYTES)));
      speakers.push({ connection, datagram });
    }
  }
  const measured = await measure(speakers, relay.pid);
  await relay.stop();
  return measured;
}

async function throughEcho(): Promise<Measured> {
  const script = new URL("./echo.ts", import.meta.url).pathname;
  const args = ["run", "-A", "--quiet", "--no-check", "--unstable-net", script, String(LISTENERS)];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  const { port, hash } = JSON.parse(new TextDecoder().decode(value)) as { port: number; hash: string };
  const target = { port, hash: Uint8Array.fromHex(hash) };
  const speakers: Speaker[] = [];
  for (let count = 0; count < rooms * PEOPLE; count++)
    speakers.push({ connection: await connectQuic(target), datagram: new Uint8Array(SOUND_BYTES + 30) });
  const measured = await measure(speakers, child.pid);
  await reader.cancel();
  child.kill("SIGKILL");
  await child.status;
  return measured;
}

/** User and system time of a process so far. */
function cpuSeconds(pid: number): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const echo = await throughEcho();
const relay = await throughRelay();
const flows = rooms * PEOPLE * LISTENERS;
const added = { p50: relay.p50 - echo.p50, p99: relay.p99 - echo.p99 };
const row = (name: string, { arrived, sent, p50, p99, cores }: Measured) => [
  name,
  String(flows),
  (arrived / seconds).toFixed(0),
  `${((100 * arrived) / (sent * LISTENERS)).toFixed(2)} %`,
  p50.toFixed(2),
  p99.toFixed(2),
  cores.toFixed(2),
];
const meets = flows / relay.cores >= AIM.flows && added.p50 <= AIM.p50 && added.p99 <= AIM.p99;
print(
  `Sound through the relay and through a bare echo, ${rooms} rooms of ${PEOPLE}, ${seconds} s each`,
  [
    ["", "flows", "datagrams/s", "arrived", "p50 ms", "p99 ms", "cores"],
    row("echo", echo),
    row("relay", relay),
    ["added", "", "", "", added.p50.toFixed(2), added.p99.toFixed(2), (relay.cores - echo.cores).toFixed(2)],
  ],
  { rooms, seconds, flows, echo, relay, added, flowsPerCore: flows / relay.cores, aim: AIM, meets },
);
Deno.exit(0);
