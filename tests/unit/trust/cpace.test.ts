import { bytesToNumberLE } from "@noble/curves/utils.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CpaceError,
  type CpaceMessage,
  type CpaceRole,
  cpaceKey,
  cpaceScalar,
  cpaceShare,
  cpaceTag,
} from "../../../src/trust/cpace.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const REJECTED = expect.objectContaining({ constructor: CpaceError, reason: "rejected" });

// Published with draft-irtf-cfrg-cpace-21 for ristretto255 and SHA-512.
const context = {
  password: ascii("Password"),
  channel: hexToBytes("0b415f696e69746961746f720b425f726573706f6e646572"),
  session: hexToBytes("7e4b4791d6a8ef019b936c79fb7f2c57"),
};
const scalars = {
  initiator: bytesToNumberLE(hexToBytes("da3d23700a9e5699258aef94dc060dfda5ebb61f02a5ea77fad53f4ff0976d08")),
  responder: bytesToNumberLE(hexToBytes("d2316b454718c35362d83d69df6320f38578ed5984651435e2949762d900b80d")),
};
const messages = {
  initiator: {
    share: hexToBytes("d6bac480f2c386c394efc7c47adb9925dcd2630b64f240c50f8d0eec482b9157"),
    associatedData: ascii("ADa"),
  },
  responder: {
    share: hexToBytes("3ea7e0b19560d7c0b0f5734f63b955286dfa8232b5ebe63324e2d9e7433f7258"),
    associatedData: ascii("ADb"),
  },
};
const key =
  "b69effbf61b51d56401c0f65601abe428de8206feaaf0e32198896dcae7b35cd2b38950a39dfd5d4a79164614c2984f7daa460b588c1e80c3fa2068af7900447";

const other = { initiator: "responder", responder: "initiator" } as const;
const roles = ["initiator", "responder"] as const;

const keyOf = (role: CpaceRole, peer: CpaceMessage = messages[other[role]], session = context.session) =>
  cpaceKey(session, role, scalars[role], messages[role], peer);

describe("published vectors", () => {
  test.each(roles)("the %s's share", (role) => {
    expect(cpaceShare(context, scalars[role])).toEqual(messages[role].share);
  });

  test.each(roles)("the %s's key", (role) => {
    expect(bytesToHex(keyOf(role))).toBe(key);
  });

  test("another point times another scalar", () => {
    // The published product is not visible behind the hash; both ways to it must lead to the same key.
    const scalar = bytesToNumberLE(
      hexToBytes("7cd0e075fa7955ba52c02759a6c90dbbfc10e6d40aea8d283e407d88cf538a05"),
    );
    const share = hexToBytes("2c3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c");
    const product = hexToBytes("7c13645fe790a468f62c39beb7388e541d8405d1ade69d1778c5fe3e7f6b600e");
    const own = messages.initiator;
    const peer = { share, associatedData: ascii("ADb") };
    expect(cpaceKey(context.session, "initiator", scalar, own, peer)).toEqual(
      keyFromSecret(product, own, peer),
    );
  });

  test.each([
    ["not on the curve", "2b3c6b8c4f3800e7aef6864025b4ed79bd599117e427c41bd47d93d654b4a51c"],
    ["the identity", "0000000000000000000000000000000000000000000000000000000000000000"],
  ])("refuses a share that is %s", (_, share) => {
    for (const role of roles) expect(failureOf(role, hexToBytes(share))).toEqual(REJECTED);
  });
});

describe("a share that is no point is refused", () => {
  test.each([
    ["too short", new Uint8Array(31)],
    ["too long", new Uint8Array(33)],
    ["empty", new Uint8Array(0)],
    // RFC 9496, appendix A.3.
    [
      "past the field's prime",
      hexToBytes("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ],
    ["negative", hexToBytes("0100000000000000000000000000000000000000000000000000000000000000")],
    ["without a root", hexToBytes("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371")],
    ["with y = 0", hexToBytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")],
  ])("%s", (_, share) => {
    for (const role of roles) expect(failureOf(role, share)).toEqual(REJECTED);
  });

  test("whatever the bytes: a key or the one error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const failure = failureOf("initiator", Uint8Array.from(bytes));
        expect([undefined, "rejected"]).toContain(failure?.reason);
      }),
    );
  });
});

describe("agreement", () => {
  const fresh = (password: string, session = context.session) => {
    const scalar = cpaceScalar();
    return { scalar, share: cpaceShare({ ...context, password: ascii(password), session }, scalar) };
  };

  test("the same password gives the same key", () => {
    const [one, two] = [fresh("123456"), fresh("123456")];
    const [a, b] = [
      { share: one.share, associatedData: ascii("a") },
      { share: two.share, associatedData: ascii("b") },
    ];
    expect(cpaceKey(context.session, "initiator", one.scalar, a, b)).toEqual(
      cpaceKey(context.session, "responder", two.scalar, b, a),
    );
  });

  test("another password gives another key", () => {
    const [one, two] = [fresh("123456"), fresh("123457")];
    const [a, b] = [
      { share: one.share, associatedData: ascii("a") },
      { share: two.share, associatedData: ascii("b") },
    ];
    expect(cpaceKey(context.session, "initiator", one.scalar, a, b)).not.toEqual(
      cpaceKey(context.session, "responder", two.scalar, b, a),
    );
  });

  test("no two shares are alike", () => {
    expect(fresh("123456").share).not.toEqual(fresh("123456").share);
  });

  test.each([
    ["session", keyOf("responder", messages.initiator, new Uint8Array(16))],
    ["associated data", keyOf("responder", { ...messages.initiator, associatedData: ascii("ADx") })],
    [
      "share",
      keyOf("responder", {
        ...messages.initiator,
        share: messages.responder.share,
        associatedData: ascii("ADa"),
      }),
    ],
  ])("another %s gives another key", (_, changed) => {
    expect(bytesToHex(changed)).not.toBe(key);
  });

  test("two initiators do not agree", () => {
    const asInitiator = cpaceKey(
      context.session,
      "initiator",
      scalars.responder,
      messages.responder,
      messages.initiator,
    );
    expect(bytesToHex(asInitiator)).not.toBe(key);
  });

  test.each(roles)("the %s refuses its own message sent back", (role) => {
    expect(() => keyOf(role, messages[role])).toThrow(CpaceError);
  });
});

describe("tags", () => {
  const agreed = hexToBytes(key);
  const tagOf = (role: CpaceRole) => cpaceTag(context.session, agreed, messages[role]);

  test("are the draft's", () => {
    const macKey = sha512(concatBytes(ascii("CPaceMac"), context.session, agreed));
    const message = concatBytes(Uint8Array.of(32), messages.initiator.share, Uint8Array.of(3), ascii("ADa"));
    expect(tagOf("initiator")).toEqual(hmac(sha512, macKey, message));
  });

  test("differ by side, so that one sent back proves nothing", () => {
    expect(tagOf("initiator")).not.toEqual(tagOf("responder"));
  });

  test("differ even where an attacker sends our own share back under its own data", () => {
    const sentBack = { share: messages.initiator.share, associatedData: ascii("ADb") };
    const agreedWithOurselves = keyOf("initiator", sentBack);
    expect(cpaceTag(context.session, agreedWithOurselves, messages.initiator)).not.toEqual(
      cpaceTag(context.session, agreedWithOurselves, sentBack),
    );
  });
});

function failureOf(role: CpaceRole, share: Uint8Array<ArrayBuffer>): CpaceError | undefined {
  try {
    keyOf(role, { ...messages[other[role]], share });
    return undefined;
  } catch (error) {
    if (error instanceof CpaceError) return error;
    throw error;
  }
}

/** The key as the draft writes it down, from a secret point that is known. Every length here takes one byte. */
function keyFromSecret(secret: Uint8Array, first: CpaceMessage, second: CpaceMessage): Uint8Array {
  const parts = [
    ascii("CPaceRistretto255_ISK"),
    context.session,
    secret,
    first.share,
    first.associatedData,
    second.share,
    second.associatedData,
  ];
  return sha512(concatBytes(...parts.flatMap((part) => [Uint8Array.of(part.length), part])));
}
