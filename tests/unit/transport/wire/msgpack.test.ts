import { decode, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "../../../../src/transport/wire/limits.ts";
import { pack, unpack } from "../../../../src/transport/wire/msgpack.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";

const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -70_000, max: 70_000 }),
  fc.double(),
  fc.constantFrom(-33, -32, -1, 0, 127, 128, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, -(2 ** 31) - 1),
);
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.constant("\uFEFF"));
const name = text.filter((name) => name !== "__proto__");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    number,
    text,
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie("value"), { maxLength: 20 }),
    fc.dictionary(name, tie("value"), { maxKeys: 20, noNullPrototype: true }),
  ),
}));

test("any value is written byte by byte as the library of msgpack's authors writes it", () => {
  fc.assert(
    fc.property(value, (sent) => {
      expect(pack(sent)).toEqual(encode(sent, { ignoreUndefined: true }));
    }),
  );
});

test("any value comes out as it went in", () => {
  fc.assert(
    fc.property(value, (sent) => {
      expect(unpack(pack(sent))).toEqual(decode(encode(sent)));
    }),
  );
});

test("any bytes are refused, or read as the library reads them", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const read = decodedOrRefused(() => ({ value: unpack(bytes) }));
      if ("value" in read) expect(read.value).toEqual(decode(bytes));
    }),
    { numRuns: 2000 },
  );
});

test("fields that are undefined are left out", () => {
  expect(unpack(pack({ one: 1, none: undefined }))).toEqual({ one: 1 });
});

test("long lists and maps, and short forms of numbers that we do not write", () => {
  const list = Array.from({ length: 70 }, (_, i) => i);
  const map = Object.fromEntries(list.map((i) => [`${i}`, i]));
  expect(unpack(pack({ list, map }))).toEqual({ list, map });
  expect(unpack(Uint8Array.of(0xca, 0x3f, 0x80, 0, 0))).toBe(1);
});

test.each([
  ["nothing", []],
  ["two values", [1, 1]],
  ["a byte that msgpack does not have", [0xc1]],
  ["an extension", [0xd4, 1, 0]],
  ["a text that ends too soon", [0xa2, 0x61]],
  ["a text that is none", [0xa1, 0xff]],
  ["a list that ends too soon", [0x92, 1]],
  ["a list longer than any", [0xdd, 0xff, 0xff, 0xff, 0xff]],
  ["bytes longer than any", [0xc6, 0xff, 0xff, 0xff, 0xff]],
  ["a field without a name", [0x81, 1, 1]],
  ["a field that would change what all objects are", [0x81, ...encode("__proto__"), 1]],
  ["lists within lists without an end", new Array<number>(10_000).fill(0x91)],
])("refuses %s", (_, bytes) => {
  expect(() => unpack(Uint8Array.from(bytes))).toThrow(wireError("malformed"));
});

test("what is as large as a message may be is read, and not what is larger", () => {
  expect(unpack(pack("a".repeat(limits.token)))).toHaveLength(limits.token);
  expect(() => unpack(pack("a".repeat(limits.token + 1)))).toThrow(wireError("malformed"));
  expect(unpack(pack(new Uint8Array(9)), { text: 1, binary: 9, items: 1 })).toHaveLength(9);
  expect(() => unpack(pack(new Uint8Array(10)), { text: 1, binary: 9, items: 1 })).toThrow(
    wireError("malformed"),
  );
  expect(() => unpack(pack([1, 2]), { text: 1, binary: 9, items: 1 })).toThrow(wireError("malformed"));
});
