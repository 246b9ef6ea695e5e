import { bytesToHex, hexToBytes, randomBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { HandshakeError, type HandshakeErrorReason } from "../../../src/trust/handshake-error.ts";
import {
  createHandshake,
  type Handshake,
  type HandshakeOptions,
  MAX_HANDSHAKE_MESSAGE,
} from "../../../src/trust/noise.ts";
import { KK, type NoisePattern, XXpsk3 } from "../../../src/trust/noise-patterns.ts";
import { exportPublicKey, generateKeyPair } from "../../../src/trust/x25519.ts";
import { common, vectors } from "./noise-vectors.ts";
import { rawKeyPair } from "./raw-key-pair.ts";

const empty = new Uint8Array(0);
const prologue = new TextEncoder().encode("kith test");
const psk = new Uint8Array(32).fill(7);

const failure = (reason: HandshakeErrorReason) =>
  expect.objectContaining({ constructor: HandshakeError, reason });
const REJECTED = failure("rejected");
const MISUSED = failure("misused");

afterEach(() => {
  vi.restoreAllMocks();
});

describe("published vectors", () => {
  test.each(vectors)("Noise_$pattern.name", async ({ pattern, messages, handshakeHash }) => {
    const pair = await publishedPair(pattern);
    const payloads = common.payloads.map((payload) => hexToBytes(payload));
    const handshakeLength = pattern.messages.length;
    for (let i = 0; i < handshakeLength; i++) {
      const [writer, reader] = inTurn(pair, i);
      const message = await writer.writeMessage(payloads[i] ?? empty);
      expect(bytesToHex(message)).toBe(messages[i]);
      expect(await reader.readMessage(message)).toEqual(payloads[i]);
    }
    const results = [await pair[0].split(), await pair[1].split()] as const;
    for (const result of results) expect(bytesToHex(result.handshakeHash)).toBe(handshakeHash);
    for (let i = handshakeLength; i < messages.length; i++) {
      const [writer, reader] = inTurn(results, i);
      const record = await writer.send.encrypt(empty, payloads[i] ?? empty);
      expect(bytesToHex(record)).toBe(messages[i]);
      expect(await reader.receive.decrypt(empty, record)).toEqual(payloads[i]);
    }
  });
});

describe.each([KK, XXpsk3])("$name", (pattern) => {
  let keys: Keys;
  beforeAll(async () => {
    keys = { initiator: await generateKeyPair(), responder: await generateKeyPair() };
  });
  const last = pattern.messages.length - 1;

  test("leaves both sides with the same hash, each other's keys and a channel", async () => {
    const pair = await freshPair(pattern, keys);
    await exchange(pair);
    const [initiator, responder] = [await pair[0].split(), await pair[1].split()];
    expect(initiator.handshakeHash).toEqual(responder.handshakeHash);
    expect(initiator.remoteStatic).toEqual(await exportPublicKey(keys.responder.publicKey));
    expect(responder.remoteStatic).toEqual(await exportPublicKey(keys.initiator.publicKey));
    const record = await responder.send.encrypt(prologue, psk);
    expect(await initiator.receive.decrypt(prologue, record)).toEqual(psk);
  });

  test("never makes the same message twice", async () => {
    const [one, other] = [await freshPair(pattern, keys), await freshPair(pattern, keys)];
    expect(await one[0].writeMessage(empty)).not.toEqual(await other[0].writeMessage(empty));
  });

  test("carries any payload", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (payload) => {
        const pair = await freshPair(pattern, keys);
        expect(await exchange(pair, () => Uint8Array.from(payload))).toEqual(Array(last + 1).fill(payload));
      }),
      { numRuns: 10 },
    );
  });

  test.each(pattern.messages.map((_, index) => index))("no bit of message %i can change", async (index) => {
    const flip = fc.tuple(fc.nat(), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(flip, async ([position, bit]) => {
        const pair = await freshPair(pattern, keys);
        const tampered = exchange(pair, () => psk, {
          [index]: (message) => flipped(message, position % message.length, bit),
        });
        await expect(tampered).rejects.toEqual(REJECTED);
      }),
      { numRuns: 25 },
    );
  });

  test.each(pattern.messages.map((_, index) => index))("message %i cannot be cut short", async (index) => {
    for (const length of [0, 1, 31, 32, 47]) {
      const pair = await freshPair(pattern, keys);
      const cut = exchange(pair, () => empty, { [index]: (message) => message.slice(0, length) });
      await expect(cut).rejects.toEqual(REJECTED);
    }
  });

  test("refuses another prologue", async () => {
    const pair = await freshPair(pattern, keys, { responder: { prologue: empty } });
    await expect(exchange(pair)).rejects.toEqual(REJECTED);
  });

  test("refuses a replayed first message, at the latest when it must be answered", async () => {
    const recorded = await freshPair(pattern, keys);
    const first = await recorded[0].writeMessage(empty);
    const [, victim] = await freshPair(pattern, keys);
    await victim.readMessage(first);
    const answer = await victim.writeMessage(empty);
    const [attacker] = await freshPair(pattern, keys);
    await attacker.writeMessage(empty);
    await expect(attacker.readMessage(answer)).rejects.toEqual(REJECTED);
  });

  test.each(pattern.messages.map((_, index) => index).filter((index) => index > 0))(
    "refuses message %i of an earlier run",
    async (index) => {
      const recorded: Bytes[] = [];
      await exchange(await freshPair(pattern, keys), undefined, {
        [index]: (message) => {
          recorded.push(message);
          return message;
        },
      });
      const replay = exchange(await freshPair(pattern, keys), undefined, {
        [index]: (message) => recorded[0] ?? message,
      });
      await expect(replay).rejects.toEqual(REJECTED);
    },
  );

  test("refuses its own message sent back", async () => {
    const [initiator] = await freshPair(pattern, keys);
    const message = await initiator.writeMessage(empty);
    await expect(initiator.readMessage(message)).rejects.toEqual(REJECTED);
  });

  test.each([
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ])("refuses the small-order ephemeral %s", async (point) => {
    for (const index of [0, 1]) {
      const pair = await freshPair(pattern, keys);
      const run = exchange(pair, undefined, {
        [index]: (message) => {
          message.set(hexToBytes(point));
          return message;
        },
      });
      await expect(run).rejects.toEqual(REJECTED);
    }
  });

  test("is over once it has failed", async () => {
    const [initiator, responder] = await freshPair(pattern, keys);
    const message = await initiator.writeMessage(empty);
    await expect(responder.readMessage(message.slice(0, 20))).rejects.toEqual(REJECTED);
    await expect(responder.readMessage(message)).rejects.toEqual(MISUSED);
    await expect(responder.writeMessage(empty)).rejects.toEqual(MISUSED);
    await expect(responder.split()).rejects.toEqual(MISUSED);
  });

  test("keeps to its turns", async () => {
    const [initiator, responder] = await freshPair(pattern, keys);
    await expect(responder.writeMessage(empty)).rejects.toEqual(MISUSED);
    await expect(initiator.readMessage(randomBytes(96))).rejects.toEqual(MISUSED);
    await expect(initiator.writeMessage(empty)).rejects.toEqual(MISUSED);
  });

  test("does one thing at a time", async () => {
    const [initiator] = await freshPair(pattern, keys);
    const calls = await Promise.allSettled([initiator.writeMessage(empty), initiator.writeMessage(empty)]);
    expect(calls.map((call) => call.status)).toEqual(["rejected", "rejected"]);
  });

  test("splits once, and only when complete", async () => {
    const unfinished = await freshPair(pattern, keys);
    await expect(unfinished[0].split()).rejects.toEqual(MISUSED);
    const pair = await freshPair(pattern, keys);
    expect(pair[0].complete).toBe(false);
    await exchange(pair);
    expect(pair[0].complete).toBe(true);
    await pair[0].split();
    expect(pair[0].complete).toBe(false);
    await expect(pair[0].split()).rejects.toEqual(MISUSED);
  });

  test("bounds messages both ways", async () => {
    const long = await freshPair(pattern, keys);
    const tooLarge = failure("too-large");
    await expect(long[0].writeMessage(new Uint8Array(MAX_HANDSHAKE_MESSAGE))).rejects.toEqual(tooLarge);
    const digest = vi.spyOn(crypto.subtle, "digest");
    await expect(long[1].readMessage(new Uint8Array(MAX_HANDSHAKE_MESSAGE + 1))).rejects.toEqual(REJECTED);
    expect(digest).not.toHaveBeenCalled();
  });
});

describe("identity", () => {
  test("KK with another initiator than the responder expects is refused", async () => {
    const keys = { initiator: await generateKeyPair(), responder: await generateKeyPair() };
    const stranger = await generateKeyPair();
    const pair = await freshPair(KK, keys, { initiator: { staticKey: stranger } });
    await expect(exchange(pair)).rejects.toEqual(REJECTED);
  });

  test("KK with another responder than the initiator expects is refused: nothing can be forwarded", async () => {
    const keys = { initiator: await generateKeyPair(), responder: await generateKeyPair() };
    const third = await generateKeyPair();
    const pair = await freshPair(KK, keys, { responder: { staticKey: third } });
    await expect(exchange(pair)).rejects.toEqual(REJECTED);
  });

  test("XXpsk3 shows the responder's key before the initiator shows its own", async () => {
    const keys = { initiator: await generateKeyPair(), responder: await generateKeyPair() };
    const [initiator, responder] = await freshPair(XXpsk3, keys);
    await responder.readMessage(await initiator.writeMessage(empty));
    expect(initiator.remoteStatic).toBeUndefined();
    await initiator.readMessage(await responder.writeMessage(empty));
    expect(initiator.remoteStatic).toEqual(await exportPublicKey(keys.responder.publicKey));
    expect(responder.remoteStatic).toBeUndefined();
  });

  test("XXpsk3 fails with another secret, at the message that proves it", async () => {
    const keys = { initiator: await generateKeyPair(), responder: await generateKeyPair() };
    const [initiator, responder] = await freshPair(XXpsk3, keys, {
      responder: { psk: new Uint8Array(32).fill(8) },
    });
    await responder.readMessage(await initiator.writeMessage(empty));
    await initiator.readMessage(await responder.writeMessage(empty));
    const last = await initiator.writeMessage(empty);
    await expect(responder.readMessage(last)).rejects.toEqual(REJECTED);
    await expect(responder.split()).rejects.toEqual(MISUSED);
    expect(responder.remoteStatic).toBeUndefined();
  });
});

describe("options that are not what the pattern asks for", () => {
  const broken: [string, NoisePattern, Partial<HandshakeOptions>][] = [
    ["a secret that is too short", XXpsk3, { psk: new Uint8Array(16) }],
    ["a secret where none belongs", KK, { psk, remoteStatic: new Uint8Array(32).fill(9) }],
    ["no remote key", KK, {}],
    [
      "a remote key where the handshake is to tell it",
      XXpsk3,
      { psk, remoteStatic: new Uint8Array(32).fill(9) },
    ],
    ["a remote key that is too short", KK, { remoteStatic: new Uint8Array(31) }],
    ["no secret", XXpsk3, {}],
  ];
  test.each(broken)("%s", async (_, pattern, options) => {
    const staticKey = await generateKeyPair();
    const creation = createHandshake({ pattern, initiator: true, staticKey, prologue, ...options });
    await expect(creation).rejects.toEqual(MISUSED);
  });
});

interface Keys {
  readonly initiator: CryptoKeyPair;
  readonly responder: CryptoKeyPair;
}

type Pair = readonly [Handshake, Handshake];

/** Initiator and responder, each with its own view of things where the test wants one. */
async function freshPair(
  pattern: NoisePattern,
  keys: Keys,
  own: { initiator?: Partial<HandshakeOptions>; responder?: Partial<HandshakeOptions> } = {},
): Promise<Pair> {
  const shared = { pattern, prologue, ...(pattern === XXpsk3 ? { psk } : {}) };
  const remote = async (key: CryptoKeyPair) =>
    pattern === KK ? { remoteStatic: await exportPublicKey(key.publicKey) } : {};
  return [
    await createHandshake({
      ...shared,
      ...(await remote(keys.responder)),
      initiator: true,
      staticKey: keys.initiator,
      ...own.initiator,
    }),
    await createHandshake({
      ...shared,
      ...(await remote(keys.initiator)),
      initiator: false,
      staticKey: keys.responder,
      ...own.responder,
    }),
  ];
}

async function publishedPair(pattern: NoisePattern): Promise<Pair> {
  const initiatorStatic = await rawKeyPair(common.initiatorStatic);
  const responderStatic = await rawKeyPair(common.responderStatic);
  const shared = {
    pattern,
    prologue: hexToBytes(common.prologue),
    ...(pattern.name.includes("psk") ? { psk: hexToBytes(common.psk) } : {}),
  };
  const knows = async (known: boolean, key: CryptoKeyPair) =>
    known ? { remoteStatic: await exportPublicKey(key.publicKey) } : {};
  return [
    await createHandshake({
      ...shared,
      ...(await knows(pattern.known.responder, responderStatic)),
      initiator: true,
      staticKey: initiatorStatic,
      ephemeral: await rawKeyPair(common.initiatorEphemeral),
    }),
    await createHandshake({
      ...shared,
      ...(await knows(pattern.known.initiator, initiatorStatic)),
      initiator: false,
      staticKey: responderStatic,
      ephemeral: await rawKeyPair(common.responderEphemeral),
    }),
  ];
}

/** Runs a handshake to its end, with what happens to messages on their way; returns the payloads as they were read. */
async function exchange(
  pair: Pair,
  payload: () => Bytes = () => empty,
  onTheWay: Readonly<Record<number, (message: Bytes) => Bytes>> = {},
): Promise<Bytes[]> {
  const read: Bytes[] = [];
  for (let i = 0; !(pair[0].complete && pair[1].complete); i++) {
    const [writer, reader] = inTurn(pair, i);
    const message = await writer.writeMessage(payload());
    read.push(await reader.readMessage(onTheWay[i]?.(message) ?? message));
  }
  return read;
}

/** Who writes message `index`, then who reads it. */
function inTurn<T>(pair: readonly [T, T], index: number): readonly [T, T] {
  return index % 2 === 0 ? pair : [pair[1], pair[0]];
}

function flipped(message: Bytes, position: number, bit: number): Bytes {
  const copy = message.slice();
  copy[position] = (copy[position] ?? 0) ^ (1 << bit);
  return copy;
}
