import { Flow, type FrameFlow, mediaFlows } from "../../../src/transport/wire/flows.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { type ClientOptions, newRoom, TestClient } from "./client.ts";
import { framePacket, soundPacket } from "./media.ts";
import type { Reachable } from "./relay-under-test.ts";

/** Somebody in a room, with the number they have there. */
export interface Person {
  readonly client: TestClient;
  readonly member: MemberId;
}

/** Enters a room. */
export async function enter(
  relay: Reachable,
  room: Uint8Array<ArrayBuffer>,
  options: ClientOptions = {},
): Promise<Person> {
  const client = await TestClient.connect(relay, options);
  const { member } = await client.join(room);
  return { client, member };
}

/** One who sends and one who receives everything of them, alone in a room. */
export async function startCall(relay: Reachable, options: ClientOptions = {}) {
  const room = newRoom();
  const sender = await enter(relay, room);
  const receiver = await enter(relay, room, options);
  await receiver.client.subscribe(sender.member, [...mediaFlows]);
  const end = () => {
    sender.client.close();
    receiver.client.close();
  };
  return { room, sender, receiver, end };
}

/**
 * Sends a datagram until it has arrived: it may be lost where somebody floods the socket, and on a busy machine the
 * relay may have to drop what comes late. The same holds for frames, which must be key frames.
 */
export async function datagramGetsThrough(
  from: Person,
  to: Person,
  flow: Flow,
  packet: Uint8Array,
): Promise<void> {
  await sendUntil(to.client.receivesDatagram(flow, packet), () => from.client.sendDatagram(flow, packet));
}

export async function frameGetsThrough(
  from: Person,
  to: Person,
  flow: FrameFlow,
  packet: Uint8Array,
): Promise<void> {
  await sendUntil(to.client.receivesFrame(flow, packet), () => from.client.sendFrame(flow, packet));
}

export function soundGetsThrough(from: Person, to: Person): Promise<void> {
  return datagramGetsThrough(from, to, Flow.audio, soundPacket(from.member));
}

export function pictureGetsThrough(from: Person, to: Person): Promise<void> {
  return frameGetsThrough(from, to, Flow.video, framePacket(from.member));
}

/**
 * A call that goes on beside whatever a test does to the relay. `check` insists that sound and picture still get
 * through, and that nobody has been put out.
 */
export async function startWitness(relay: Reachable) {
  const { sender, receiver, end } = await startCall(relay);
  const check = async () => {
    await soundGetsThrough(sender, receiver);
    await pictureGetsThrough(sender, receiver);
  };
  await check();
  return { check, end };
}

/** Longer than a large frame takes on a busy machine, so that the next does not come on top of it. */
const REPEAT_MS = 2_500;

/** What `arrived` resolves with, for which `send` may be needed more than once. */
export async function sendUntil<T>(arrived: Promise<T>, send: () => Promise<void>): Promise<T> {
  const again = setInterval(() => void send().catch(() => undefined), REPEAT_MS);
  try {
    const [outcome] = await Promise.all([arrived, send()]);
    return outcome;
  } finally {
    clearInterval(again);
  }
}
