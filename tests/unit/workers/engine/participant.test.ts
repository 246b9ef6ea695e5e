import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import { encodeMediaHeader, PayloadType, type ReceivedPacket } from "../../../../src/transport/wire/rtp.ts";
import { type MemberId, ssrcOf, Track } from "../../../../src/transport/wire/ssrc.ts";
import type { Bytes } from "../../../../src/trust/bytes.ts";
import { SframeSender } from "../../../../src/trust/sframe.ts";
import type { PeerId } from "../../../../src/workers/engine/messages.ts";
import { Participant } from "../../../../src/workers/engine/participant.ts";
import { eventually } from "../../../fakes/eventually.ts";
import { FakeLink, fakeFingerprint } from "../../../fakes/fake-link.ts";
import { packet } from "../../../fakes/rtp.ts";

const KEY_PATIENCE = 200;
const MAX_WAITING = 8;
const fingerprint = fakeFingerprint(1);

/** What reached a decoder, as numbers of frames. */
let decoded: number[];
let participant: Participant;
let sequence: number;

/** A decoder as far as it is one for the test: it takes what it is given. */
class FakeDecoder {
  state = "unconfigured";
  decodeQueueSize = 0;

  configure(): void {
    this.state = "configured";
  }

  decode({ data }: { data: Uint8Array }): void {
    decoded.push(data[0] ?? -1);
  }

  close(): void {
    this.state = "closed";
  }
}

class FakeChunk {
  readonly data: Uint8Array;

  constructor({ data }: { data: Uint8Array }) {
    this.data = data;
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  for (const kind of ["Audio", "Video"]) {
    vi.stubGlobal(`${kind}Decoder`, FakeDecoder);
    vi.stubGlobal(`Encoded${kind}Chunk`, FakeChunk);
  }
  vi.spyOn(crypto.subtle, "decrypt");
  decoded = [];
  sequence = 0;
  participant = new Participant({
    link: new FakeLink(fingerprint).link,
    peer: { publicKey: new Uint8Array(32), fingerprint, handshakeHash: new Uint8Array(32) },
    play: () => undefined,
    show: () => undefined,
    onSpeaking: () => undefined,
    onLevel: () => undefined,
    requestKeyFrame: () => true,
  });
});

afterEach(() => {
  participant.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** The frame of that number, as the sender sends it. */
async function sealed(
  sender: SframeSender,
  frame: number,
  from: Partial<Pick<ReceivedPacket, "ssrc">> = {},
): Promise<ReceivedPacket> {
  const { opus: payloadType } = PayloadType;
  const sent = { ...packet, ...from, payloadType, marking: undefined, sequence, timestamp: 480 * sequence++ };
  const header = encodeMediaHeader(sent) as Bytes;
  return { ...sent, header, payload: await sender.seal(Uint8Array.of(frame), header) };
}

async function frames(sender: SframeSender, count: number): Promise<ReceivedPacket[]> {
  return await Promise.all(Array.from({ length: count }, (_, frame) => sealed(sender, frame)));
}

function grant({ grant: { keyId, baseKey } }: SframeSender): Promise<void> {
  return participant.addKey({ epoch: keyId, key: baseKey });
}

/** Without a word of it: whatever has to wait is waiting, whatever has to be dropped is gone. */
function receive(packets: readonly ReceivedPacket[]): Promise<unknown> {
  return Promise.all(packets.map((one) => participant.person.sound.receive(one)));
}

describe("frames whose key is here", () => {
  test("are opened", async () => {
    const sender = await SframeSender.create(0);
    await grant(sender);
    await receive(await frames(sender, 3));
    expect(decoded).toEqual([0, 1, 2]);
  });

  test("are opened under the old key as well as the new one, while they cross", async () => {
    const [old, next] = [await SframeSender.create(0), await SframeSender.create(1)];
    await grant(old);
    await grant(next);
    await receive([await sealed(next, 1), await sealed(old, 2)]);
    expect(decoded.toSorted()).toEqual([1, 2]);
  });

  test.each<[string, (sent: ReceivedPacket) => ReceivedPacket]>([
    [
      "is tampered with",
      (sent) => ({ ...sent, payload: sent.payload.map((byte, i) => (i < 4 ? byte : byte ^ 1)) }),
    ],
    ["has another header", (sent) => ({ ...sent, header: sent.header.map((byte) => byte ^ 1) })],
    ["is not encrypted at all", (sent) => ({ ...sent, payload: Uint8Array.of(7, 7, 7, 7) })],
    ["is empty", (sent) => ({ ...sent, payload: new Uint8Array(0) })],
  ])("never reach the decoder when one %s", async (_, tamper) => {
    const sender = await SframeSender.create(0);
    await grant(sender);
    await participant.person.sound.receive(tamper(await sealed(sender, 1)));
    await participant.person.picture.receive({ ...tamper(await sealed(sender, 2)), marking: packet.marking });
    expect(decoded).toEqual([]);
    expect([participant.person.sound.unauthentic, participant.person.picture.unauthentic]).toEqual([1, 1]);
  });

  test("reach the decoder once, however often they come", async () => {
    const sender = await SframeSender.create(0);
    await grant(sender);
    const sent = await sealed(sender, 1);
    await receive([sent, sent, sent]);
    await participant.person.sound.receive(sent);
    expect(decoded).toEqual([1]);
  });
});

test("what is heard of a screen is kept apart from the voice", async () => {
  const sender = await SframeSender.create(0);
  await grant(sender);
  const from = (track: Track) => ({ ssrc: ssrcOf(7 as MemberId, track) });
  participant.receive(Flow.audio, await sealed(sender, 1, from(Track.screenAudio)));
  participant.receive(Flow.audio, await sealed(sender, 2, from(7 as Track)));
  participant.receive(Flow.audio, await sealed(sender, 3, from(Track.audio)));
  await eventually(() => expect(decoded.toSorted()).toEqual([1, 3]));
  const { audio, screenAudio } = participant.statistics("peer" as PeerId, undefined);
  expect([audio.packetsReceived, screenAudio?.packetsReceived]).toEqual([1, 1]);
});

describe("frames that come before their key", () => {
  test("wait for it, and come out in their order", async () => {
    const sender = await SframeSender.create(3);
    const received = receive(await frames(sender, MAX_WAITING));
    vi.advanceTimersByTime(KEY_PATIENCE - 1);
    expect(decoded).toEqual([]);
    await grant(sender);
    await received;
    expect(decoded).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(participant.person.sound.unauthentic).toBe(0);
  });

  test("wait together, sound and pictures, up to eight of them; the rest is dropped at once", async () => {
    const sender = await SframeSender.create(3);
    const all = await frames(sender, MAX_WAITING + 12);
    const received = receive(all);
    await eventually(() => expect(participant.person.sound.unauthentic).toBe(12));
    const [one] = await frames(sender, 1);
    await participant.person.picture.receive({ ...(one as ReceivedPacket), marking: packet.marking });
    expect(participant.person.picture.unauthentic).toBe(1);
    await grant(sender);
    await received;
    expect(decoded).toHaveLength(MAX_WAITING);
  });

  test("wait no longer than a fifth of a second", async () => {
    const sender = await SframeSender.create(3);
    const received = receive(await frames(sender, 2));
    await eventually(() => expect(vi.getTimerCount()).toBeGreaterThan(2));
    vi.advanceTimersByTime(KEY_PATIENCE);
    await received;
    await grant(sender);
    expect(decoded).toEqual([]);
    expect(participant.person.sound.unauthentic).toBe(2);
  });

  test("are not opened by a key that is not theirs", async () => {
    const [sender, other] = [await SframeSender.create(3), await SframeSender.create(4)];
    const received = receive(await frames(sender, 2));
    await grant(other);
    await received;
    expect(decoded).toEqual([]);
  });

  test("are let go of when the member is gone", async () => {
    const sender = await SframeSender.create(3);
    const received = receive(await frames(sender, 3));
    await eventually(() => expect(vi.getTimerCount()).toBeGreaterThan(3));
    participant.close();
    await received;
    expect(vi.getTimerCount()).toBe(0);
    expect(decoded).toEqual([]);
  });
});

test("a flood of frames under keys that nobody has given costs a few timers and no cryptography", async () => {
  const sender = await SframeSender.create(0);
  await grant(sender);
  const [sent] = await frames(sender, 1);
  // The pictures' own.
  const before = vi.getTimerCount();
  const strangers = await Promise.all([1, 2, 3, 4, 5].map((keyId) => SframeSender.create(keyId)));
  const flood = (await Promise.all(strangers.map((stranger) => frames(stranger, 200)))).flat();
  const flooded = receive(flood);
  await eventually(() => expect(participant.person.sound.unauthentic).toBeGreaterThan(0));
  expect(vi.getTimerCount() - before).toBeLessThanOrEqual(MAX_WAITING);
  await participant.person.sound.receive(sent as ReceivedPacket);
  expect(decoded).toEqual([0]);
  expect(crypto.subtle.decrypt).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(KEY_PATIENCE);
  await flooded;
  expect(vi.getTimerCount()).toBe(before);
  expect(crypto.subtle.decrypt).toHaveBeenCalledTimes(1);
});

test("a key in another's place is refused, and the first one stays good", async () => {
  const [sender, impostor] = [await SframeSender.create(0), await SframeSender.create(0)];
  await grant(sender);
  await expect(grant(impostor)).rejects.toMatchObject({ reason: "duplicate-key" });
  await receive([await sealed(sender, 1), await sealed(impostor, 2)]);
  expect(decoded).toEqual([1]);
});
