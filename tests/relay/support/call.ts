import { Flow, mediaFlows } from "../../../src/transport/wire/flows.ts";
import type { MemberId } from "../../../src/transport/wire/ssrc.ts";
import { type ClientOptions, newRoom, TestClient } from "./client.ts";
import { framePacket, soundPacket } from "./media.ts";
import type { RelayUnderTest } from "./relay-under-test.ts";

/** Somebody in a room, with the number they have there. */
export interface Person {
  readonly client: TestClient;
  readonly member: MemberId;
}

/** Enters a room. */
export async function enter(
  relay: RelayUnderTest,
  room: Uint8Array<ArrayBuffer>,
  options: ClientOptions = {},
): Promise<Person> {
  const client = await TestClient.connect(relay, options);
  const { member } = await client.join(room);
  return { client, member };
}

/** One who sends and one who receives everything of them, alone in a room. */
export async function startCall(relay: RelayUnderTest, options: ClientOptions = {}) {
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
 * A call that goes on beside whatever a test does to the relay. `check` insists that sound and picture still get
 * through, and that nobody has been put out.
 */
export async function startWitness(relay: RelayUnderTest) {
  const call = await startCall(relay);
  const check = async () => {
    const { sender, receiver } = call;
    const sound = soundPacket(sender.member);
    await sender.client.sendDatagram(Flow.audio, sound);
    await receiver.client.receivesDatagram(Flow.audio, sound);
    const frame = framePacket(sender.member);
    await sender.client.sendFrame(Flow.video, frame);
    await receiver.client.receivesFrame(Flow.video, frame);
  };
  await check();
  return { check, end: call.end };
}
