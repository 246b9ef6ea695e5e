import { Flow, mediaFlows } from "../../../src/transport/wire/flows.ts";
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

/** Sends sound until some of it has arrived: where somebody floods the socket, a datagram may be lost. */
export async function soundGetsThrough(sender: Person, receiver: Person): Promise<void> {
  const sound = soundPacket(sender.member);
  const send = () => sender.client.sendDatagram(Flow.audio, sound);
  await repeat(send, receiver.client.receivesDatagram(Flow.audio, sound));
}

/** Sends key frames until one has arrived: to a receiver on a busy machine the relay may have to drop one. */
export async function pictureGetsThrough(sender: Person, receiver: Person): Promise<void> {
  const picture = framePacket(sender.member);
  const send = () => sender.client.sendFrame(Flow.video, picture);
  await repeat(send, receiver.client.receivesFrame(Flow.video, picture));
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

async function repeat(send: () => Promise<void>, arrived: Promise<void>): Promise<void> {
  const again = setInterval(() => void send().catch(() => undefined), 500);
  try {
    await Promise.all([send(), arrived]);
  } finally {
    clearInterval(again);
  }
}
