import { describe, expect, test } from "vitest";
import { isScreen, sharedPath } from "../../../../src/workers/service/paths.ts";

const at = (path: string) => new URL(path, "https://kith.example");

describe("what is a screen of the app", () => {
  test.each(["/", "/join#secret", "/pair", "/start", "/share", "/some/thing?x=1.5"])("%s is", (path) => {
    expect(isScreen(at(path))).toBe(true);
  });

  test.each([
    "/.well-known/kith.json",
    "/.well-known/kith",
    "/v1",
    "/healthz",
    "/metrics",
    "/icon.svg",
    "/assets/index.js",
    "/service-worker.js",
  ])("%s is not", (path) => {
    expect(isScreen(at(path))).toBe(false);
  });
});

describe("what is shared", () => {
  const form = (fields: Record<string, unknown>) => ({ get: (name: string) => fields[name] ?? null });

  test("goes into the part of the address that no server sees", () => {
    const path = sharedPath(form({ url: "https://kith.example/join#abc", title: "Call & more" }));
    const { pathname, search, hash } = at(path);
    expect([pathname, search]).toEqual(["/share", ""]);
    expect(decodeURIComponent(hash)).toBe("#https://kith.example/join#abc\nCall & more");
  });

  test("is cut where it is far too long, and may be nothing or a file", () => {
    expect(sharedPath(form({ text: "x".repeat(100_000) })).length).toBeLessThan(5000);
    expect(sharedPath(form({ text: new Blob(), title: "  " }))).toBe("/share#");
  });
});
