import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FrameGate } from "../../../relay/frame-gate.ts";
import type { FrameMarking } from "../../../src/transport/wire/frame-marking.ts";
import { undecodable } from "../../relay/support/decodability.ts";

const base: FrameMarking = {
  keyFrame: false,
  discardable: false,
  baseSync: false,
  temporalLayer: 0,
  baseIndex: 0,
};
const key: FrameMarking = { ...base, keyFrame: true };
const upper: FrameMarking = { ...base, temporalLayer: 1 };
const sync: FrameMarking = { ...upper, baseSync: true };
const top: FrameMarking = { ...base, temporalLayer: 2, discardable: true };

/** One and three temporal layers as encoders make them; the top layer is what nothing refers to. */
const patterns: readonly (readonly FrameMarking[])[] = [
  [base],
  [base, { ...top, baseSync: true }, sync, top],
  [base, { ...sync, discardable: true }],
];

const frames = fc
  .tuple(fc.constantFrom(...patterns), fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }))
  .map(([pattern, keys]) => keys.map((isKey, at) => (isKey ? key : (pattern[at % pattern.length] ?? base))));
const pressures = fc.constantFrom("none", "slow", "full" as const);

describe("FrameGate", () => {
  it("passes only what can be decoded, whatever the pressure and the wish do", () => {
    const conditions = fc.infiniteStream(
      fc.record({ pressure: pressures, maxLayer: fc.nat(2), breaksOff: fc.nat(9) }),
    );
    fc.assert(
      fc.property(frames, conditions, (sent, circumstances) => {
        const gate = new FrameGate();
        const arrived = sent.map((marking) => {
          const { value } = circumstances.next();
          const passed = gate.judge(marking, value.maxLayer, value.pressure) === "pass";
          if (!passed || value.breaksOff > 0) return passed;
          gate.lost(marking);
          return false;
        });
        expect(undecodable(sent, arrived)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it("passes everything from the first key frame on when there is room", () => {
    const gate = new FrameGate();
    expect(gate.judge(base, 7, "none")).toBe("thin");
    for (const marking of [key, base, upper, top, base, top])
      expect(gate.judge(marking, 7, "none")).toBe("pass");
  });

  it("gives up upper layers first, and goes on without a key frame", () => {
    const gate = new FrameGate();
    gate.judge(key, 7, "none");
    expect(gate.judge(sync, 7, "slow")).toBe("drop");
    expect(gate.judge(top, 7, "slow")).toBe("drop");
    expect(gate.judge(base, 7, "slow")).toBe("pass");
    expect(gate.judge(upper, 7, "none")).toBe("thin");
    expect(gate.judge(sync, 7, "none")).toBe("pass");
    expect(gate.judge(upper, 7, "none")).toBe("pass");
  });

  it("waits for a key frame once the base has a gap", () => {
    const gate = new FrameGate();
    gate.judge(key, 7, "none");
    expect(gate.judge(base, 7, "full")).toBe("drop");
    expect(gate.judge(base, 7, "none")).toBe("thin");
    expect(gate.judge(sync, 7, "none")).toBe("thin");
    expect(gate.judge(key, 7, "full")).toBe("drop");
    expect(gate.judge(key, 7, "none")).toBe("pass");
    expect(gate.judge(base, 7, "none")).toBe("pass");
  });

  it("loses nothing with a frame that nothing refers to", () => {
    const gate = new FrameGate();
    gate.judge(key, 7, "none");
    gate.lost(top);
    expect(gate.judge(upper, 7, "none")).toBe("pass");
    expect(gate.judge(top, 7, "none")).toBe("pass");
  });
});
