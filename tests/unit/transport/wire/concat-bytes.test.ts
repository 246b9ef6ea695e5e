import * as library from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { concatBytes } from "../../../../src/transport/wire/concat-bytes.ts";

test("parts are put together, and stay as they are", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (parts) => {
      const whole = concatBytes(...parts);
      expect(whole).toEqual(Uint8Array.from(parts.flatMap((part) => [...part])));
      whole.fill(1);
      expect(concatBytes(...parts)).toEqual(Uint8Array.from(library.concatBytes(...parts)));
    }),
  );
});
