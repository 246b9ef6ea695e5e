import { expectTypeOf, test } from "vitest";
import type { Translation } from "../../../src/strings/translation.ts";

type Words = Translation<{
  readonly ring: { readonly calls: "{name} calls"; readonly text: "{name} writes: {text}" };
  readonly left: { readonly one: "One is left"; readonly other: "{count} are left" };
}>;

test("another language has the same texts, with the same gaps in an order of its own, and forms of its own", () => {
  const words = {
    ring: { calls: "Es ruft {name}", text: "{text}, schreibt {name}" },
    left: { one: "Eins bleibt", few: "{count} bleiben", other: "Es bleiben {count}" },
  } as const;
  expectTypeOf(words).toExtend<Words>();
});

test("what it lacks does not compile", () => {
  expectTypeOf<{ readonly calls: "Es ruft {name}" }>().not.toExtend<Words["ring"]>();
  expectTypeOf<"Es ruft jemand">().not.toExtend<Words["ring"]["calls"]>();
  expectTypeOf<"Es schreibt {name}">().not.toExtend<Words["ring"]["text"]>();
  expectTypeOf<{ readonly one: "Eins bleibt" }>().not.toExtend<Words["left"]>();
  expectTypeOf<{ readonly other: "Manches bleibt" }>().not.toExtend<Words["left"]>();
});
