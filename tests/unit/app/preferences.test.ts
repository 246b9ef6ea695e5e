import fc from "fast-check";
import { expect, test } from "vitest";
import { dataUses, readPreferences, usualPreferences } from "../../../src/app/preferences.ts";
import { Settings } from "../../../src/app/settings.ts";

test("whatever was kept, what comes of it can be used", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.constant(undefined)), (kept) => {
      const preferences = readPreferences(kept);
      expect(Object.keys(preferences)).toEqual(Object.keys(usualPreferences));
      expect(dataUses).toContain(preferences.dataUse);
    }),
  );
});

test("what is missing or of another kind is as usual, and the rest as kept", () => {
  const kept = JSON.stringify({ camera: 7, pushToTalk: true, dataUse: "nothing", unknown: 1 });
  expect(readPreferences(kept)).toEqual({ ...usualPreferences, pushToTalk: true });
  expect(readPreferences("null")).toEqual(usualPreferences);
});

test("the device remembers them", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
  new Settings(storage).prefer({ camera: "desk", dataUse: "saver" });
  expect(new Settings(storage).preferences.get()).toEqual({
    ...usualPreferences,
    camera: "desk",
    dataUse: "saver",
  });
});
