import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { REPLAY_WINDOW } from "../../../src/trust/replay-window.ts";
import { MAX_KEYS, SframeReceiver, SframeSender } from "../../../src/trust/sframe.ts";
import { SframeSuite } from "../../../src/trust/sframe-cipher.ts";
import { SframeError, type SframeErrorReason } from "../../../src/trust/sframe-error.ts";
import { decodeSframeHeader, encodeSframeHeader } from "../../../src/trust/sframe-header.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const frame = ascii("a frame of the camera");
const metadata = ascii("member 1, video");

const failure = (reason: SframeErrorReason) => expect.objectContaining({ constructor: SframeError, reason });
const MALFORMED = failure("malformed");
const UNKNOWN = failure("unknown-key");
const REPLAYED = failure("replayed");
const UNAUTHENTIC = failure("unauthentic");

/** A sender and a receiver that has its key. */
async function connected(keyId = 9, suite: SframeSuite = SframeSuite.aes128) {
  const sender = await SframeSender.create(keyId, suite);
  const receiver = new SframeReceiver();
  await receiver.add(sender.grant);
  return { sender, receiver };
}

/** Waits for as long as it takes to open something under another key. */
async function decrypted(): Promise<void> {
  const { sender, receiver } = await connected();
  await receiver.open(await sender.seal(frame, metadata), metadata);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([SframeSuite.aes128, SframeSuite.aes256])("suite %i", (suite) => {
  test("opens what was sealed, whatever it is", async () => {
    const { sender, receiver } = await connected(0x1234, suite);
    const bytes = () => fc.uint8Array({ maxLength: 200 }).map((value) => Uint8Array.from(value));
    await fc.assert(
      fc.asyncProperty(bytes(), bytes(), fc.nat(40), async (content, about, headroom) => {
        const sealed = await sender.seal(content, about, headroom);
        expect(await receiver.open(sealed.subarray(headroom), about)).toEqual(content);
      }),
    );
  });

  test("no bit of a sealed frame can change", async () => {
    const { sender, receiver } = await connected(0x1234, suite);
    const sealed = await sender.seal(frame, metadata);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const damaged = sealed.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(receiver.open(damaged, metadata)).rejects.toThrow(SframeError);
    }
    expect(await receiver.open(sealed, metadata)).toEqual(frame);
  });
});

describe("the receiver", () => {
  test("refuses a frame cut short anywhere", async () => {
    const { sender, receiver } = await connected();
    const sealed = await sender.seal(frame, metadata);
    await expect(receiver.open(new Uint8Array(0), metadata)).rejects.toEqual(MALFORMED);
    for (let length = 1; length < sealed.length; length++)
      await expect(receiver.open(sealed.slice(0, length), metadata)).rejects.toThrow(SframeError);
  });

  test("never renders plaintext", async () => {
    const { receiver } = await connected(0);
    await expect(receiver.open(frame, metadata)).rejects.toThrow(SframeError);
    await expect(receiver.open(Uint8Array.of(0x00, ...frame), metadata)).rejects.toEqual(UNAUTHENTIC);
  });

  test("refuses a frame moved to another stream", async () => {
    const { sender, receiver } = await connected();
    const sealed = await sender.seal(frame, ascii("member 1, screen"));
    await expect(receiver.open(sealed, metadata)).rejects.toEqual(UNAUTHENTIC);
  });

  test("refuses a frame of another sender, even under the same key identifier", async () => {
    const [one, other] = [await connected(9), await connected(9)];
    const sealed = await other.sender.seal(frame, metadata);
    await expect(one.receiver.open(sealed, metadata)).rejects.toEqual(UNAUTHENTIC);
  });

  test("refuses a frame renumbered to another key of the same sender", async () => {
    const { sender, receiver } = await connected(1);
    const next = await SframeSender.create(2);
    await receiver.add(next.grant);
    const sealed = await sender.seal(frame, metadata);
    sealed[0] = 0x20;
    await expect(receiver.open(sealed, metadata)).rejects.toEqual(UNAUTHENTIC);
  });

  test("opens each frame once", async () => {
    const { sender, receiver } = await connected();
    const sealed = await sender.seal(frame, metadata);
    await receiver.open(sealed, metadata);
    await expect(receiver.open(sealed, metadata)).rejects.toEqual(REPLAYED);
  });

  test("opens one of two copies that arrive at the same time", async () => {
    const { sender, receiver } = await connected();
    const sealed = await sender.seal(frame, metadata);
    const copies = [receiver.open(sealed, metadata), receiver.open(sealed, metadata)];
    const results = await Promise.allSettled(copies);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(receiver.open(sealed, metadata)).rejects.toEqual(REPLAYED);
  });

  test("lets frames out in the order in which they came in, whichever the cipher has done first", async () => {
    const { sender, receiver } = await connected();
    const frames = ["first, and slow", "forged", "third"].map(ascii);
    const sealed = await Promise.all(frames.map((each) => sender.seal(each, metadata)));
    const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
    let finish = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    vi.spyOn(crypto.subtle, "decrypt").mockImplementationOnce(async (...all) => {
      await slow;
      return await decrypt(...all);
    });
    const out: string[] = [];
    const opened = sealed.map(async (each, index) => {
      await receiver.open(each, index === 1 ? ascii("another's") : metadata).then(
        (content) => out.push(new TextDecoder().decode(content)),
        () => out.push("refused"),
      );
    });
    await vi.waitFor(() => expect(crypto.subtle.decrypt).toHaveBeenCalledTimes(3));
    await decrypted();
    expect(out).toEqual([]);
    finish();
    await Promise.all(opened);
    expect(out).toEqual(["first, and slow", "refused", "third"]);
  });

  test("takes frames in any order within its window, and none behind it", async () => {
    const { sender, receiver } = await connected();
    const sealed = await Promise.all(
      Array.from({ length: REPLAY_WINDOW + 2 }, () => sender.seal(frame, metadata)),
    );
    const [beforeWindow, inWindow, alsoInWindow, ...rest] = sealed;
    const last = rest.at(-1);
    if (!beforeWindow || !inWindow || !alsoInWindow || !last) throw new Error("too few frames");
    await receiver.open(last, metadata);
    expect(await receiver.open(alsoInWindow, metadata)).toEqual(frame);
    await expect(receiver.open(inWindow, metadata)).rejects.toEqual(REPLAYED);
    await expect(receiver.open(beforeWindow, metadata)).rejects.toEqual(REPLAYED);
  });

  test("is not moved by a counter that was made up", async () => {
    const { sender, receiver } = await connected(9);
    const sealed = await sender.seal(frame, metadata);
    const header = encodeSframeHeader({ keyId: 9, counter: 1_000_000 });
    const forged = Uint8Array.of(...header, ...sealed.subarray(decodeSframeHeader(sealed).size));
    await expect(receiver.open(forged, metadata)).rejects.toEqual(UNAUTHENTIC);
    expect(await receiver.open(sealed, metadata)).toEqual(frame);
  });

  test("does no cryptography for keys it was not given and frames it has seen", async () => {
    const { sender, receiver } = await connected(9);
    const sealed = await sender.seal(frame, metadata);
    await receiver.open(sealed, metadata);
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    for (let keyId = 1000; keyId < 2000; keyId++) {
      const header = encodeSframeHeader({ keyId, counter: 0 });
      await expect(receiver.open(Uint8Array.of(...header, ...frame), metadata)).rejects.toEqual(UNKNOWN);
      await expect(receiver.open(sealed, metadata)).rejects.toEqual(REPLAYED);
    }
    expect(decrypt).not.toHaveBeenCalled();
    expect(await receiver.open(await sender.seal(frame, metadata), metadata)).toEqual(frame);
  });
});

describe("keys of a receiver", () => {
  test("are bounded: the oldest goes", async () => {
    const receiver = new SframeReceiver();
    const senders: SframeSender[] = [];
    for (let keyId = 0; keyId <= MAX_KEYS; keyId++) {
      const sender = await SframeSender.create(keyId);
      senders.push(sender);
      await receiver.add(sender.grant);
    }
    const [oldest, ...rest] = await Promise.all(senders.map((sender) => sender.seal(frame, metadata)));
    await expect(receiver.open(oldest ?? frame, metadata)).rejects.toEqual(UNKNOWN);
    for (const sealed of rest) expect(await receiver.open(sealed, metadata)).toEqual(frame);
  });

  test("are not given a second window by being given again", async () => {
    const { sender, receiver } = await connected();
    const sealed = await sender.seal(frame, metadata);
    await receiver.open(sealed, metadata);
    const duplicate = failure("duplicate-key");
    await expect(receiver.add(sender.grant)).rejects.toEqual(duplicate);
    await expect(receiver.open(sealed, metadata)).rejects.toEqual(REPLAYED);
    const other = await SframeSender.create(5);
    const twice = await Promise.allSettled([receiver.add(other.grant), receiver.add(other.grant)]);
    expect(twice.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("open nothing once taken away, not even what was on its way", async () => {
    const { sender, receiver } = await connected(9);
    const opening = receiver.open(await sender.seal(frame, metadata), metadata);
    receiver.remove(9);
    await expect(opening).rejects.toEqual(UNKNOWN);
    await expect(receiver.open(await sender.seal(frame, metadata), metadata)).rejects.toEqual(UNKNOWN);
  });
});

describe("the sender", () => {
  test("never uses a counter twice, even for frames sealed at the same time", async () => {
    const { sender } = await connected();
    const sealed = await Promise.all(Array.from({ length: 300 }, () => sender.seal(frame, metadata)));
    const counters = sealed.map((bytes) => decodeSframeHeader(bytes).counter);
    expect(new Set(counters).size).toBe(300);
  });

  test("makes a fresh key each time, so a restart cannot repeat one", async () => {
    const [one, other] = [await SframeSender.create(1), await SframeSender.create(1)];
    expect(one.grant.baseKey).toHaveLength(32);
    expect(one.grant.baseKey).not.toEqual(other.grant.baseKey);
  });

  test("refuses at its limit", async () => {
    const sender = await SframeSender.create(1, SframeSuite.aes128, 3);
    for (const left of [2, 1, 0]) {
      await sender.seal(frame, metadata);
      expect(sender.remaining).toBe(left);
    }
    const exhausted = failure("exhausted");
    await expect(sender.seal(frame, metadata)).rejects.toEqual(exhausted);
    await expect(sender.seal(frame, metadata)).rejects.toEqual(exhausted);
    expect(sender.remaining).toBe(0);
  });

  test("does not change the frame it is given", async () => {
    const { sender } = await connected();
    const given: Bytes = frame.slice();
    await sender.seal(given, metadata);
    expect(given).toEqual(frame);
  });
});
