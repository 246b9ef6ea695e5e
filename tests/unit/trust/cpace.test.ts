import { x25519 } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import {
  CpaceError,
  type CpaceMessage,
  type CpaceRole,
  cpaceKey,
  cpaceShare,
  cpaceTag,
} from "../../../src/trust/cpace.ts";
import { diffieHellman, generateKeyPair, importPublicKey } from "../../../src/trust/x25519.ts";
import { rawKeyPair } from "./raw-key-pair.ts";
import { smallOrder } from "./small-order.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const REJECTED = expect.objectContaining({ constructor: CpaceError, reason: "rejected" });

// Published with draft-irtf-cfrg-cpace-21 for X25519 and SHA-512.
const context = {
  password: ascii("Password"),
  channel: hexToBytes("0b415f696e69746961746f720b425f726573706f6e646572"),
  session: hexToBytes("7e4b4791d6a8ef019b936c79fb7f2c57"),
};
const scalars = {
  initiator: "21b4f4bd9e64ed355c3eb676a28ebedaf6d8f17bdc365995b319097153044080",
  responder: "848b0779ff415f0af4ea14df9dd1d3c29ac41d836c7808896c4eba19c51ac40a",
};
const generator = "d04bf6d41f6a289632a2e929fa29bebd51092512a7829fdde7d314b62f05a73f";
const messages = {
  initiator: {
    share: hexToBytes("1d13c89278cdadd826f6d8d7f887701430f8380ddc17611cdd6dc989ce0c9f32"),
    associatedData: ascii("ADa"),
  },
  responder: {
    share: hexToBytes("248cccf6d5cdc3646f0ad593f9e6cef4e69d4945f8372e623512ecea32185623"),
    associatedData: ascii("ADb"),
  },
};
const secret = "5b067effbdc0b2a0e1d907b21ebb25cfedb96a852179a847c37e43ee71322c6b";
const key =
  "6e19b875f7a561d6b3ca3dbb9ef42ac55de3e717881018204b8922b4d5e53bb2aa82c300bea7b65d2b671da71922ddf6472301b79bc270adfa8bf413285f2263";

// Also published with it: what would be of small order if the topmost bit counted, with its product.
const topBitSet = [
  [
    "daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "d8e2c776bbacd510d09fd9278b7edcd25fc5ae9adfba3b6e040e8d3b71b21806",
  ],
  [
    "dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "c85c655ebe8be44ba9c0ffde69f2fe10194458d137f09bbff725ce58803cdb38",
  ],
  [
    "d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "db64dafa9b8fdd136914e61461935fe92aa372cb056314e1231bc4ec12417456",
  ],
  [
    "cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
    "e062dcd5376d58297be2618c7498f55baa07d7e03184e8aada20bca28888bf7a",
  ],
  [
    "4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
    "993c6ad11c4c29da9a56f7691fd0ff8d732e49de6250b6c2e80003ff4629a175",
  ],
] as const;
const smallOrderScalar = "af46e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449aff";

const other = { initiator: "responder", responder: "initiator" } as const;
const roles = ["initiator", "responder"] as const;

const privateKeyOf = async (scalar: string) => (await rawKeyPair(scalar)).privateKey;

const keyOf = async (
  role: CpaceRole,
  peer: CpaceMessage = messages[other[role]],
  session = context.session,
) => cpaceKey(session, role, await privateKeyOf(scalars[role]), messages[role], peer);

describe("published vectors", () => {
  test.each(roles)("the %s's share", async (role) => {
    expect(await cpaceShare(context, await privateKeyOf(scalars[role]))).toEqual(messages[role].share);
  });

  test("the generator", async () => {
    // It is not visible in a share; multiplied by any other key, it must lead to the same one.
    const scalar = crypto.getRandomValues(new Uint8Array(32));
    expect(await cpaceShare(context, await privateKeyOf(bytesToHex(scalar)))).toEqual(
      Uint8Array.from(x25519.getSharedSecret(scalar, hexToBytes(generator))),
    );
  });

  test.each(roles)("the %s's secret", async (role) => {
    const peer = await importPublicKey(messages[other[role]].share);
    expect(bytesToHex(await diffieHellman(await privateKeyOf(scalars[role]), peer))).toBe(secret);
  });

  test.each(roles)("the %s's key", async (role) => {
    expect(bytesToHex(await keyOf(role))).toBe(key);
  });

  test.each(smallOrder)("refuses the share %s", async (share) => {
    for (const role of roles) expect(await failureOf(role, hexToBytes(share))).toEqual(REJECTED);
  });

  test.each(topBitSet)("takes the share %s, without its topmost bit", async (share, product) => {
    const privateKey = await privateKeyOf(smallOrderScalar);
    const own = messages.initiator;
    const peer = { share: hexToBytes(share), associatedData: ascii("ADb") };
    // The published product is not visible behind the hash; both ways to it must lead to the same key.
    expect(await cpaceKey(context.session, "initiator", privateKey, own, peer)).toEqual(
      keyFromSecret(hexToBytes(product), own, peer),
    );
  });
});

describe("a share that is none", () => {
  test.each([0, 31, 33])("of %i bytes is refused", async (length) => {
    for (const role of roles) expect(await failureOf(role, new Uint8Array(length).fill(9))).toEqual(REJECTED);
  });

  test("whatever the bytes: a key or the one error", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
        const failure = await failureOf("initiator", Uint8Array.from(bytes));
        expect([undefined, "rejected"]).toContain(failure?.reason);
      }),
    );
  });
});

test("whatever the length of the password, it fills the hash's first block alone", async () => {
  const digest = vi.spyOn(crypto.subtle, "digest");
  const { privateKey } = await generateKeyPair();
  for (const password of ["", "1", "123456", "x".repeat(115)])
    await cpaceShare({ ...context, password: ascii(password) }, privateKey);
  const hashed = digest.mock.calls.map(([, data]) => (data as Uint8Array).slice(128));
  digest.mockRestore();
  const rest = concatBytes(Uint8Array.of(24), context.channel, Uint8Array.of(16), context.session);
  expect(hashed).toEqual(Array(4).fill(rest));
});

describe("agreement", () => {
  const fresh = async (password: string) => {
    const { privateKey } = await generateKeyPair();
    return { privateKey, share: await cpaceShare({ ...context, password: ascii(password) }, privateKey) };
  };

  /** What both come to. */
  async function keysOf(typed: string, shown: string): Promise<[Uint8Array, Uint8Array]> {
    const [one, two] = [await fresh(typed), await fresh(shown)];
    const [a, b] = [
      { share: one.share, associatedData: ascii("a") },
      { share: two.share, associatedData: ascii("b") },
    ];
    return [
      await cpaceKey(context.session, "initiator", one.privateKey, a, b),
      await cpaceKey(context.session, "responder", two.privateKey, b, a),
    ];
  }

  test("the same password gives the same key", async () => {
    const [initiator, responder] = await keysOf("123456", "123456");
    expect(initiator).toEqual(responder);
  });

  test("another password gives another key", async () => {
    const [initiator, responder] = await keysOf("123456", "123457");
    expect(initiator).not.toEqual(responder);
  });

  test("no two shares are alike", async () => {
    expect((await fresh("123456")).share).not.toEqual((await fresh("123456")).share);
  });

  const { share, associatedData } = messages.initiator;
  test.each([
    ["session", messages.initiator, new Uint8Array(16)],
    ["associated data", { share, associatedData: ascii("ADx") }, context.session],
    ["share", { share: messages.responder.share, associatedData }, context.session],
    // The same point, so the same secret.
    ["topmost bit of a share", { share: share.with(31, 0xb2), associatedData }, context.session],
  ])("another %s gives another key", async (_, message, session) => {
    expect(bytesToHex(await keyOf("responder", message, session))).not.toBe(key);
  });

  test("two initiators do not agree", async () => {
    const asInitiator = await cpaceKey(
      context.session,
      "initiator",
      await privateKeyOf(scalars.responder),
      messages.responder,
      messages.initiator,
    );
    expect(bytesToHex(asInitiator)).not.toBe(key);
  });

  test.each(roles)("the %s refuses its own message sent back", async (role) => {
    await expect(keyOf(role, messages[role])).rejects.toEqual(REJECTED);
  });
});

describe("tags", () => {
  const agreed = hexToBytes(key);
  const tagOf = (role: CpaceRole) => cpaceTag(context.session, agreed, messages[role]);

  test("are the draft's", async () => {
    const macKey = sha512(concatBytes(ascii("CPaceMac"), context.session, agreed));
    const message = concatBytes(Uint8Array.of(32), messages.initiator.share, Uint8Array.of(3), ascii("ADa"));
    expect(await tagOf("initiator")).toEqual(Uint8Array.from(hmac(sha512, macKey, message)));
  });

  test("differ by side, so that one sent back proves nothing", async () => {
    expect(await tagOf("initiator")).not.toEqual(await tagOf("responder"));
  });

  test("differ even where an attacker sends our own share back under its own data", async () => {
    const sentBack = { share: messages.initiator.share, associatedData: ascii("ADb") };
    const agreedWithOurselves = await keyOf("initiator", sentBack);
    expect(await cpaceTag(context.session, agreedWithOurselves, messages.initiator)).not.toEqual(
      await cpaceTag(context.session, agreedWithOurselves, sentBack),
    );
  });
});

async function failureOf(role: CpaceRole, share: Uint8Array<ArrayBuffer>): Promise<CpaceError | undefined> {
  try {
    await keyOf(role, { ...messages[other[role]], share });
    return undefined;
  } catch (error) {
    if (error instanceof CpaceError) return error;
    throw error;
  }
}

/** The key as the draft writes it down, from a secret that is known. Every length here takes one byte. */
function keyFromSecret(known: Uint8Array, first: CpaceMessage, second: CpaceMessage): Uint8Array {
  const parts = [
    ascii("CPace255_ISK"),
    context.session,
    known,
    first.share,
    first.associatedData,
    second.share,
    second.associatedData,
  ];
  return Uint8Array.from(sha512(concatBytes(...parts.flatMap((part) => [Uint8Array.of(part.length), part]))));
}
