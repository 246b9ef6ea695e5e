import { ed25519, _map_to_curve_elligator2_curve25519 as libraryMap } from "@noble/curves/ed25519.js";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bytes } from "../../../src/trust/bytes.ts";
import { elligator } from "../../../src/trust/elligator.ts";

const { Fp } = ed25519.Point;
const P = Fp.ORDER;
const A = 486_662n;
const TOP_BIT = 2n ** 255n;

const encode = (value: bigint) => Uint8Array.from(numberToBytesLE(value, 32));
const map = (value: bigint) => bytesToNumberLE(elligator(encode(value)));

/** As others compute it. */
function expected(value: bigint): bigint {
  const { xMn, xMd } = libraryMap(Fp.create(value));
  return Fp.div(xMn, xMd);
}

function isOnCurve(u: bigint): boolean {
  return legendre(u ** 3n + A * u ** 2n + u) !== P - 1n;
}

function legendre(value: bigint): bigint {
  return Fp.pow(Fp.create(value), (P - 1n) / 2n);
}

// RFC 9380, appendix J.4.2: u[0] and Q.x.
test.each([
  [
    0x608d892b641f0328523802a6603427c26e55e6f27e71a91a478148d45b5093cdn,
    0x51125222da5e763d97f3c10fcc92ea6860b9ccbbd2eb1285728f566721c1e65bn,
  ],
  [
    0x46f5b22494bfeaa7f232cc8d054be68561af50230234d7d1d63d1d9abeca8da5n,
    0x7d56d1e08cb0ccb92baf069c18c49bb5a0dcd927eff8dcf75ca921ef7f3e6eebn,
  ],
  [
    0x235fe40c443766ce7e18111c33862d66c3b33267efa50d50f9e8e5d252a40aaan,
    0x3fbe66b9c9883d79e8407150e7c2a1c8680bee496c62fabe4619a72b3cabe90fn,
  ],
  [
    0x001e92a544463bda9bd04ddbe3d6eed248f82de32f522669efc5ddce95f46f5bn,
    0x227e0bb89de700385d19ec40e857db6e6a3e634b1c32962f370d26f84ff19683n,
  ],
  [
    0x1a68a1af9f663592291af987203393f707305c7bac9c8d63d6a729bdc553dc19n,
    0x3bcd651ee54d5f7b6013898aab251ee8ecc0688166fce6e9548d38472f6bd196n,
  ],
])("%i: as published", (value, u) => {
  expect(map(value)).toBe(u);
});

describe("any 32 bytes", () => {
  const edges = [0n, 1n, 2n, P - 2n, P - 1n, P, P + 1n, TOP_BIT - 1n, TOP_BIT, 2n * TOP_BIT - 1n];
  const values = fc.oneof(fc.bigInt({ min: 0n, max: 2n * TOP_BIT - 1n }), fc.constantFrom(...edges));

  test.each(edges)("the edge %i", (value) => {
    expect(map(value)).toBe(expected(value % TOP_BIT));
    expect(isOnCurve(map(value))).toBe(true);
  });

  test("lead to a point of the curve, the one that others come to", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(map(value)).toBe(expected(value % TOP_BIT));
        expect(isOnCurve(map(value))).toBe(true);
      }),
    );
  });

  test("by either way: −A/(1 + 2r²) where that is on the curve, and its counterpart where it is not", () => {
    const ways = new Set<boolean>();
    for (let r = 0n; r < 32n; r++) {
      const first = Fp.div(Fp.create(-A), 1n + 2n * r * r);
      const isFirst = isOnCurve(first);
      ways.add(isFirst);
      expect(map(r)).toBe(isFirst ? first : Fp.create(-A - first));
    }
    expect(ways.size).toBe(2);
  });

  test("are read without their topmost bit, as r or −r, modulo the prime", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: P - 1n }), (r) => {
        expect([map(r + TOP_BIT), map(P - r)]).toEqual([map(r), map(r)]);
      }),
    );
    for (let r = 0n; r < 19n; r++) expect(map(P + r)).toBe(map(r));
  });

  test("stay as they are", () => {
    const bytes: Bytes = new Uint8Array(32).map((_, i) => i);
    elligator(bytes);
    expect(bytes).toEqual(new Uint8Array(32).map((_, i) => i));
  });
});
