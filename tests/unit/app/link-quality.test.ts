import { expect, test } from "vitest";
import { linkQuality } from "../../../src/app/link-quality.ts";

test.each([
  [undefined, undefined],
  [{ kind: "small", amount: undefined }, undefined],
  [{ kind: "apart", amount: 300 }, undefined],
  [{ kind: "slow", amount: 300_000 }, "fair"],
  [{ kind: "loss", amount: 0.03 }, "fair"],
  [{ kind: "loss", amount: 0.2 }, "poor"],
  [{ kind: "gaps", amount: 0.05 }, "fair"],
  [{ kind: "gaps", amount: 0.15 }, "poor"],
  [{ kind: "far", amount: 350 }, "fair"],
  [{ kind: "far", amount: 900 }, "poor"],
  [{ kind: "freezing", amount: undefined }, "poor"],
] as const)("%o looks %s", (symptom, quality) => {
  expect(linkQuality(symptom)).toBe(quality);
});
