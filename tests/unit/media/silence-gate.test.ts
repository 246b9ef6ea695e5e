import { expect, test } from "vitest";
import { SilenceGate } from "../../../src/media/silence-gate.ts";

const silence = new Float32Array(480);
const faint = silence.with(100, -0.001);

test("what has not been heard yet is not sent, and what is heard is sent at once", () => {
  const gate = new SilenceGate();
  expect(gate.passes(silence, 0)).toBe(false);
  expect(gate.passes(faint, 10)).toBe(true);
});

test("a pause is sent, and a silence is not", () => {
  const gate = new SilenceGate();
  gate.passes(faint, 0);
  expect(gate.passes(silence, 1_900)).toBe(true);
  expect(gate.passes(silence, 2_100)).toBe(false);
  expect(gate.passes(faint, 60_000)).toBe(true);
});
