import { expect, test } from "vitest";
import { holds } from "../../../scripts/install.mjs";

const locked = {
  "": { version: "0.1.0" },
  "node_modules/lit": { version: "3.3.3" },
  "node_modules/@deno/darwin-arm64": { version: "2.9.5", optional: true },
};

test("a fresh checkout has nothing installed", () => {
  expect(holds({}, locked)).toBe(false);
});

test("binaries for other platforms may be absent", () => {
  expect(holds({ "node_modules/lit": { version: "3.3.3" } }, locked)).toBe(true);
});

test("another version than the locked one is not installed", () => {
  expect(holds({ "node_modules/lit": { version: "3.3.2" } }, locked)).toBe(false);
  const staleBinary = { "node_modules/@deno/darwin-arm64": { version: "2.9.4", optional: true } };
  expect(holds({ "node_modules/lit": { version: "3.3.3" }, ...staleBinary }, locked)).toBe(false);
});

test("what is installed beside the lockfile does no harm", () => {
  expect(
    holds({ "node_modules/lit": { version: "3.3.3" }, "node_modules/more": { version: "1.0.0" } }, locked),
  ).toBe(true);
});
