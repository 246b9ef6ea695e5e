import { expect, test } from "vitest";
import { relayLimits } from "../../../../relay/relay-limits.ts";
import { parseWellKnown } from "../../../../src/transport/well-known.ts";
import {
  Channel,
  decodeDataHead,
  encodeDataHead,
  readDataHead,
} from "../../../../src/transport/wire/data-head.ts";
import { decodeFeedback, encodeFeedback } from "../../../../src/transport/wire/feedback.ts";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import {
  type Datagram,
  frameDatagram,
  framePacket,
  frameStream,
  parseDatagram,
  StreamParser,
} from "../../../../src/transport/wire/framing.ts";
import { limits, timeouts } from "../../../../src/transport/wire/limits.ts";
import { decodeMediaPacket, encodeMediaPacket, PayloadType } from "../../../../src/transport/wire/rtp.ts";
import { ExtensionId } from "../../../../src/transport/wire/rtp-layout.ts";
import {
  type ClientMessage,
  CloseCode,
  decodeClientMessage,
  decodeRelayMessage,
  ErrorCode,
  encodeMessage,
  type RelayMessage,
} from "../../../../src/transport/wire/signaling.ts";
import { type MemberId, ssrcOf, Track } from "../../../../src/transport/wire/ssrc.ts";
import {
  type ChatMessage,
  decodeChatMessage,
  encodeChatMessage,
} from "../../../../src/trust/chat-message.ts";
import {
  type ControlMessage,
  decodeControlMessage,
  encodeControlMessage,
} from "../../../../src/trust/control-message.ts";
import type { Fingerprint } from "../../../../src/trust/fingerprint.ts";
import { type Invite, inviteLink, parseInviteLink } from "../../../../src/trust/invite.ts";
import { everyChatMessage } from "../../../fakes/chat-messages.ts";
import { everyControlMessage } from "../../../fakes/control-messages.ts";
import { examples, jsonExample, table } from "../../../fakes/protocol-document.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A worked example: what it says, and its bytes both ways. */
interface Golden {
  readonly means: unknown;
  encode(): Bytes;
  decode(bytes: Bytes): unknown;
}

const member = (id: number) => id as MemberId;
const ssrc = (id: number, track: Track) => ssrcOf(member(id), track);
const room = Uint8Array.from({ length: 16 }, (_, i) => i);
const ticket = Uint8Array.from({ length: 16 }, (_, i) => 0xf0 + i);
const data = Uint8Array.of(1, 2, 3);

const sound = {
  payloadType: PayloadType.opus,
  sequence: 0x1234,
  timestamp: 0x1234_5678,
  ssrc: ssrc(7, Track.audio),
  marking: undefined,
  sendTime: 1500,
  payload: Uint8Array.of(0xf8, 0xff, 0xfe),
};
const picture = {
  payloadType: PayloadType.h264,
  sequence: 1,
  timestamp: 90_000,
  ssrc: ssrc(7, Track.video),
  marking: { keyFrame: true, discardable: false, baseSync: true, temporalLayer: 0, baseIndex: 5 },
  sendTime: 250,
  payload: Uint8Array.of(0, 0, 0, 1, 0x67),
};
const senderReport = {
  type: "sender-report",
  sender: ssrcOf(7 as MemberId, Track.video),
  time: 1_711_995_776_500,
  rtpTimestamp: 90_000,
  packetCount: 100,
  octetCount: 50_000,
} as const;
const receiverReport = {
  type: "receiver-report",
  sender: ssrcOf(9 as MemberId, Track.audio),
  receptions: [
    {
      media: ssrcOf(7 as MemberId, Track.video),
      fractionLost: 0.25,
      packetsLost: 5,
      highestSequence: 104,
      jitter: 90,
      lastReport: 0x7a00_8000,
      delaySinceLastReport: 500,
    },
  ],
} as const;
const arrivals = {
  type: "arrivals",
  sender: ssrcOf(9 as MemberId, Track.audio),
  reportedAt: 1_000,
  streams: [
    { media: ssrcOf(7 as MemberId, Track.audio), firstSequence: 65_534, ages: [1_000, undefined, 0] },
  ],
} as const;
const pictureLoss = {
  type: "picture-loss",
  sender: ssrc(9, Track.video),
  media: ssrc(7, Track.video),
} as const;
const hello: ClientMessage = { type: "hello", version: 1, agent: "kith", gates: [], previous: ticket };
const profile = {
  type: "profile",
  instance: Uint8Array.from({ length: 8 }, (_, i) => 0xe0 + i),
  name: "Ada",
  microphone: "on",
  camera: "off",
  decodes: [PayloadType.h264, PayloadType.vp8],
} satisfies ControlMessage;
const greeting: ChatMessage = { type: "chat-text", number: 1, text: "Hi" };
const dataHead = { from: member(7), to: member(9), channel: Channel.control };
const invite: Invite = {
  room,
  secret: Uint8Array.from({ length: 16 }, (_, i) => 0x10 + i),
  inviter: Uint8Array.from({ length: 32 }, (_, i) => 0x40 + i) as Fingerprint,
  expiresAt: 1_800_000_000_000,
  uses: 2,
  guestsTalk: false,
};

const goldens: Record<string, Golden> = {
  "audio datagram": {
    means: { flow: Flow.audio, packet: sound },
    encode: () => frameDatagram(Flow.audio, encodeMediaPacket(sound)),
    decode: (bytes) => inside(parseDatagram(bytes), readMedia),
  },
  "video stream": {
    means: { flow: Flow.video, packet: picture },
    encode: () => frameStream(Flow.video, encodeMediaPacket(picture)),
    decode: (bytes) => inside(readStream(bytes), readMedia),
  },
  "picture loss datagram": {
    means: { flow: Flow.feedback, packet: [pictureLoss] },
    encode: () => frameDatagram(Flow.feedback, encodeFeedback(pictureLoss)),
    decode: (bytes) => inside(parseDatagram(bytes), decodeFeedback),
  },
  "sender report datagram": {
    means: { flow: Flow.feedback, packet: [senderReport] },
    encode: () => frameDatagram(Flow.feedback, encodeFeedback(senderReport)),
    decode: (bytes) => inside(parseDatagram(bytes), decodeFeedback),
  },
  "receiver report datagram": {
    means: { flow: Flow.feedback, packet: [receiverReport] },
    encode: () => frameDatagram(Flow.feedback, encodeFeedback(receiverReport)),
    decode: (bytes) => inside(parseDatagram(bytes), decodeFeedback),
  },
  "arrivals datagram": {
    means: { flow: Flow.feedback, packet: [arrivals] },
    encode: () => frameDatagram(Flow.feedback, encodeFeedback(arrivals)),
    decode: (bytes) => inside(parseDatagram(bytes), decodeFeedback),
  },
  "data stream": {
    means: { flow: Flow.data, head: dataHead, records: [data] },
    encode: () => Uint8Array.of(Flow.data, ...framePacket(encodeDataHead(dataHead)), ...framePacket(data)),
    decode: readData,
  },
  "hello stream": {
    means: { flow: Flow.signaling, packet: hello },
    encode: () => Uint8Array.of(Flow.signaling, ...encodeMessage(hello)),
    decode: (bytes) => inside(readStream(bytes), decodeClientMessage),
  },
  join: fromClient({ type: "join", id: 1, room, token: "eyJ" }),
  leave: fromClient({ type: "leave", room }),
  "open-mailbox": fromClient({ type: "open-mailbox", id: 2 }),
  "find-mailbox": fromClient({ type: "find-mailbox", id: 3, code: "0427" }),
  subscribe: fromClient({
    type: "subscribe",
    member: member(7),
    flows: [Flow.audio, Flow.video],
    maxLayer: 7,
  }),
  "notify to": fromClient({ type: "notify", to: member(7), data }),
  ping: fromClient({ type: "ping", id: 300 }),
  welcome: fromRelay({ type: "welcome", version: 1, gates: [], ticket }),
  joined: fromRelay({ type: "joined", id: 1, room, member: member(9), members: [member(7), member(8)] }),
  mailbox: fromRelay({ type: "mailbox", id: 3, code: "0427", room }),
  "peer-joined": fromRelay({ type: "peer-joined", room, member: member(10) }),
  "peer-left": fromRelay({ type: "peer-left", room, member: member(10), reason: "lost" }),
  "notify from": fromRelay({ type: "notify", from: member(9), to: member(7), data }),
  pong: fromRelay({ type: "pong", id: 300 }),
  error: fromRelay({ type: "error", code: "room-full", message: "The room is full.", fatal: false, re: 1 }),
  "going-away": fromRelay({ type: "going-away", within: 1000 }),
  certificates: fromRelay({ type: "certificates", hashes: [new Uint8Array(32).fill(0xaa)] }),
  invite: {
    means: invite,
    encode: () => fromBase64Url(new URL(inviteLink("https://kith.example", invite)).hash.slice(1)),
    decode: (bytes) =>
      parseInviteLink(
        `https://kith.example/join#${Buffer.from(bytes).toString("base64url")}`,
        "https://kith.example",
      ),
  },
  profile: {
    means: profile,
    encode: () => encodeControlMessage(profile),
    decode: decodeControlMessage,
  },
  "chat-text": {
    means: greeting,
    encode: () => encodeChatMessage(greeting),
    decode: decodeChatMessage,
  },
};

test("every example is held against the code", () => {
  expect([...examples.keys()].sort()).toEqual(Object.keys(goldens).sort());
});

test.each(Object.entries(goldens))("the example “%s” is what is sent", (name, { encode }) => {
  expect(hex(encode())).toBe(hex(example(name)));
});

test.each(Object.entries(goldens))("the example “%s” is understood", (name, { means, decode }) => {
  expect(decode(example(name))).toEqual(means);
});

test("pings and pongs go both ways", () => {
  expect(decodeRelayMessage(example("ping").subarray(1))).toEqual({ type: "ping", id: 300 });
  expect(decodeClientMessage(example("pong").subarray(1))).toEqual({ type: "pong", id: 300 });
});

test("the well-known document is understood", () => {
  expect(parseWellKnown(jsonExample("well-known"))).toEqual({
    url: "https://kith.example:8400/",
    certificateHashes: [new Uint8Array(32).fill(0xaa)],
    webSocketUrl: "wss://kith.example:8400/v1",
  });
});

test("the tables say what the code does", () => {
  expect(named(table("Flow", "Name"), 1, 0)).toEqual(Flow);
  expect(named(table("Payload type", "Name"), 1, 0)).toEqual(PayloadType);
  expect(named(table("Track", "Name"), 1, 0)).toEqual(Track);
  expect(named(table("Id", "Name"), 1, 0)).toEqual(ExtensionId);
  expect(named(table("Code", "Name"), 1, 0)).toEqual(CloseCode);
  const { dataStreamsPerPeer, messagesPerSecond, messageBurst, datagramsPerSecond } = relayLimits;
  const ofRelays = { dataStreamsPerPeer, messagesPerSecond, messageBurst, datagramsPerSecond };
  expect(named(table("Limit"), 0, 1)).toEqual({ ...limits, ...ofRelays });
  expect(named(table("Wait"), 0, 1)).toEqual(timeouts);
  expect(table("Control message").map(([type]) => type)).toEqual(everyControlMessage.map(({ type }) => type));
  expect(table("Chat message").map(([type]) => type)).toEqual(everyChatMessage.map(({ type }) => type));
  expect(table("Code", "Meaning").map(([code]) => code)).toEqual(Object.values(ErrorCode));
});

function fromClient(message: ClientMessage): Golden {
  return { means: message, encode: () => encodeMessage(message), decode: signaling(decodeClientMessage) };
}

function fromRelay(message: RelayMessage): Golden {
  return { means: message, encode: () => encodeMessage(message), decode: signaling(decodeRelayMessage) };
}

function signaling(decode: (packet: Uint8Array) => unknown) {
  return (bytes: Bytes) => {
    const packets = new StreamParser(Flow.signaling).push(bytes);
    expect(packets.map((packet) => hex(framePacket(packet)))).toEqual([hex(bytes)]);
    return decode(packets[0] ?? new Uint8Array(0));
  };
}

function readStream(bytes: Bytes): Datagram {
  const parser = new StreamParser();
  const [packet, ...others] = parser.push(bytes);
  parser.end();
  expect(others).toEqual([]);
  if (packet === undefined || parser.flow === undefined) throw new Error("No packet on the stream");
  return { flow: parser.flow, packet };
}

/** What the packet says. The header's own bytes are what stands before the payload. */
function readMedia(packet: Uint8Array): unknown {
  const { header, ...says } = decodeMediaPacket(packet);
  expect(hex(Uint8Array.of(...header, ...says.payload))).toBe(hex(packet));
  return says;
}

function readData(bytes: Bytes): unknown {
  const parser = new StreamParser();
  const [head = data, ...records] = parser.push(bytes);
  parser.end();
  expect(readDataHead(bytes)).toEqual(decodeDataHead(head));
  return { flow: parser.flow, head: decodeDataHead(head), records };
}

function inside({ flow, packet }: Datagram, decode: (packet: Uint8Array) => unknown) {
  return { flow, packet: decode(packet) };
}

function named(rows: string[][], name: number, value: number): Record<string, number> {
  return Object.fromEntries(rows.map((row) => [row[name], Number(row[value])]));
}

function example(name: string): Bytes {
  return examples.get(name) ?? new Uint8Array(0);
}

function fromBase64Url(text: string): Bytes {
  return Uint8Array.from(Buffer.from(text, "base64url"));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
