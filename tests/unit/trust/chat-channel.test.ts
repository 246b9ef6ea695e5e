import { expect, test } from "vitest";
import type { ChatMessage } from "../../../src/trust/chat-message.ts";
import { eventually } from "../../fakes/eventually.ts";
import { knowsSecret, LyingRelay, newIdentity, type Parcel, type Seat } from "../../fakes/lying-relay.ts";

const hello: ChatMessage = { type: "chat-text", number: 1, text: "Hello" };

async function connected(): Promise<{ relay: LyingRelay; ada: Seat; ben: Seat }> {
  const relay = new LyingRelay();
  const ada = relay.seat({ identity: await newIdentity(), self: 1, other: 2, proof: knowsSecret });
  const ben = relay.seat({ identity: await newIdentity(), self: 2, other: 1, proof: knowsSecret });
  ada.link.start();
  await eventually(() => expect([ada.state, ben.state]).toEqual(["up", "up"]));
  return { relay, ada, ben };
}

test("what is said goes both ways, and the relay cannot read it", async () => {
  const { relay, ada, ben } = await connected();
  await ada.link.sendChat(hello);
  await ben.link.sendChat({ ...hello, text: "Hi" });
  await eventually(() => expect(ben.chat).toEqual([hello]));
  await eventually(() => expect(ada.chat).toEqual([{ ...hello, text: "Hi" }]));
  const carried = relay.carried.filter(({ kind }) => kind === "chat");
  expect(carried).toHaveLength(2);
  for (const { data } of carried) expect(new TextDecoder().decode(data)).not.toMatch(/Hello|Hi|chat-text/);
});

test.each([
  ["changed", (data: Uint8Array<ArrayBuffer>) => [data.with(3, (data[3] ?? 0) ^ 1)]],
  ["said twice", (data: Uint8Array<ArrayBuffer>) => [data, data]],
])("what is %s on the way ends the link", async (_, lie) => {
  const { relay, ada, ben } = await connected();
  relay.lie = (parcel) =>
    parcel.kind === "chat"
      ? lie(parcel.data).map((data) => ({ ...parcel, data: new Uint8Array(data) }))
      : [parcel];
  await ada.link.sendChat(hello);
  await eventually(() => expect(ben.state).toBe("violated"));
});

test("a record of the control channel is none of the chat", async () => {
  const { relay, ada, ben } = await connected();
  // Only what Ada says: the pings that a new link begins with go both ways, and Ada's end has to hold.
  const hers = (parcel: Parcel): boolean => parcel.kind === "record" && parcel.from === ada.self;
  relay.lie = (parcel) => (hers(parcel) ? [{ ...parcel, kind: "chat" }] : [parcel]);
  await ada.link.send({
    type: "profile",
    instance: new Uint8Array(8),
    name: "",
    microphone: "on",
    camera: "on",
  });
  await eventually(() => expect(ben.state).toBe("violated"));
});

test("whoever may only watch and listen is not heard, and may have what it is given", async () => {
  const { ada, ben } = await connected();
  ben.standing = { state: "guest", mayTalk: false };
  await ada.link.sendChat(hello);
  await ada.link.sendChat({ type: "chat-ack", number: 3 });
  await eventually(() => expect(ben.chat).toEqual([{ type: "chat-ack", number: 3 }]));
  await eventually(() =>
    expect(ada.heard).toContainEqual({ type: "error", code: "not-allowed", about: "chat-text" }),
  );
  await ben.link.sendChat(hello);
  await eventually(() => expect(ada.chat).toEqual([hello]));
});
