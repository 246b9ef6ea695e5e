import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import {
  boolean,
  bytes,
  integer,
  list,
  made,
  message,
  nullable,
  number,
  object,
  oneOf,
  optional,
  pattern,
  type Schema,
  such,
  text,
} from "../../../../src/transport/wire/schema.ts";
import { decodedOrRefused, wireError } from "../../../fakes/errors.ts";

const bytesOf = (least: number, most: number) =>
  v.pipe(
    v.instance(Uint8Array),
    v.check(({ length }) => length >= least && length <= most),
  );
const integerOf = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most));

/** Each of ours, and what it says in the words of the library. */
const pairs: readonly (readonly [string, Schema<unknown>, v.GenericSchema])[] = [
  ["a boolean", boolean, v.boolean()],
  ["a number", number(-1, 1), v.pipe(v.number(), v.minValue(-1), v.maxValue(1))],
  ["an integer", integer(0, 5), integerOf(0, 5)],
  ["one in steps", integer(-9, 9, 3), v.pipe(integerOf(-9, 9), v.multipleOf(3))],
  ["a large one", integer(0, Number.MAX_SAFE_INTEGER), integerOf(0, Number.MAX_SAFE_INTEGER)],
  ["a text", text(3), v.pipe(v.string(), v.maxLength(3))],
  ["a pattern", pattern(/^[0-9]{2}$/), v.pipe(v.string(), v.regex(/^[0-9]{2}$/))],
  ["bytes", bytes(2), bytesOf(2, 2)],
  ["more or fewer bytes", bytes(1, 3), bytesOf(1, 3)],
  ["one of several", oneOf(["a", "b", 1]), v.picklist(["a", "b", 1])],
  ["a list", list(boolean, 2), v.pipe(v.array(v.boolean()), v.maxLength(2))],
  ["null or not", nullable(integer(0, 1)), v.nullable(integerOf(0, 1))],
  [
    "what is made of it",
    made(text(3), (value) => value.length),
    v.pipe(
      v.string(),
      v.maxLength(3),
      v.transform((value) => value.length),
    ),
  ],
  [
    "what passes a test",
    such(list(number(0, 1), 4), ({ length }) => length % 2 === 0),
    v.pipe(
      v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
      v.maxLength(4),
      v.check(({ length }) => length % 2 === 0),
    ),
  ],
  [
    "fields",
    object({ a: boolean, b: optional(object({ a: text(2) })) }),
    v.object({ a: v.boolean(), b: v.optional(v.object({ a: v.pipe(v.string(), v.maxLength(2)) })) }),
  ],
  [
    "a message",
    message({ a: { a: boolean }, b: { a: optional(text(2)) }, toString: {} }),
    v.variant("type", [
      v.object({ type: v.literal("a"), a: v.boolean() }),
      v.object({ type: v.literal("b"), a: v.optional(v.pipe(v.string(), v.maxLength(2))) }),
      v.object({ type: v.literal("toString") }),
    ]),
  ],
];

/** As msgpack and JSON bring it. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, Number.NaN, -0, 0.5, 2 ** 53, Number.POSITIVE_INFINITY),
    fc.integer({ min: -10, max: 10 }),
    fc.double(),
    fc.constantFrom("a", "b", "07", "toString", "__proto__", "constructor"),
    fc.string({ maxLength: 4 }),
    fc.uint8Array({ maxLength: 4 }),
    fc.array(tie("value"), { maxLength: 5 }),
    fc.array(fc.constantFrom(0, 0.5, 1), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { noNullPrototype: true }),
    fc.record(
      {
        type: fc.constantFrom("a", "b", "c", "toString", "constructor", 7),
        a: tie("value"),
        b: tie("value"),
      },
      { requiredKeys: ["type"] },
    ),
  ),
}));

test.each(pairs)("%s is what the library takes for it", (_, ours, library) => {
  fc.assert(
    fc.property(value, (given) => {
      const expected = v.safeParse(library, given);
      const taken = decodedOrRefused(() => ({ output: ours(given, "it") }));
      expect("output" in taken).toBe(expected.success);
      if ("output" in taken) expect(taken.output).toEqual(expected.output);
    }),
    { numRuns: 2000 },
  );
});

test("a refusal says where", () => {
  const schema = message({ join: { who: object({ names: list(text(2), 3) }), at: integer(0, 9) } });
  const at = (detail: string) => expect.objectContaining({ message: `malformed: ${detail}` });
  const join = { type: "join", who: { names: ["a"] }, at: 1 };
  expect(() => schema(7, "message")).toThrow(at("message"));
  expect(() => schema({}, "message")).toThrow(at("message.type"));
  expect(() => schema({ ...join, at: 10 }, "message")).toThrow(at("message.at"));
  expect(() => schema({ ...join, who: { names: ["a", "bcd"] } }, "message")).toThrow(
    at("message.who.names.1"),
  );
  expect(() => schema({ ...join, who: {} }, "message")).toThrow(at("message.who.names"));
});

test("what has a name of every object is no message for that", () => {
  for (const type of ["constructor", "toString", "__proto__"])
    expect(() => message({ ping: {} })({ type }, "message")).toThrow(wireError("unknown-type"));
});

test("a field that is missing is missing, whatever every object has", () => {
  expect(object({ toString: optional(text(1)) })({ toString: undefined }, "it")).toEqual({});
  expect(() => object({ a: boolean })(new Uint8Array(1), "it")).toThrow(wireError("malformed"));
});
