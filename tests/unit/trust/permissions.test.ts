import { expect, test } from "vitest";
import { defaultPermissions, isGranted, permissionNames } from "../../../src/trust/permissions.ts";

const noon = 1_800_000_000_000;

test("a device that is newly paired may ring, and nothing else", () => {
  expect(permissionNames.filter((name) => isGranted(defaultPermissions, name, noon))).toEqual(["ring"]);
});

test.each(permissionNames)("%s holds once it is granted, and touches no other", (name) => {
  const granted = { ...defaultPermissions, ring: { granted: false }, [name]: { granted: true } };
  expect(permissionNames.filter((other) => isGranted(granted, other, noon))).toEqual([name]);
});

test("a grant with an end is void from that moment on", () => {
  const granted = { ...defaultPermissions, control: { granted: true, until: noon } };
  expect(isGranted(granted, "control", noon - 1)).toBe(true);
  expect(isGranted(granted, "control", noon)).toBe(false);
  expect(isGranted(granted, "control", noon + 1)).toBe(false);
});

test("what is not granted is not granted until later either", () => {
  const refused = { ...defaultPermissions, control: { granted: false, until: noon } };
  expect(isGranted(refused, "control", noon - 1)).toBe(false);
});
