import { expect, test } from "vitest";
import { ThresholdControl } from "../../../../src/media/congestion/threshold-control.ts";
import { SyntheticPath } from "./synthetic-path.ts";

const limits = { min: 150_000, max: 1_500_000, start: 300_000 };

/** A control after its first decision, on a path of which the shortest round trip is 80 ms. */
function decided(model: { readonly rtt: number; readonly loss: number }) {
  const control = new ThresholdControl(limits);
  const arrival = { carrier: "datagram", sentAt: 0, size: 100 } as const;
  for (let now = 0; now <= 1_000; now += 50) {
    const arrivals = Array.from({ length: 100 }, (_, i) => ({
      ...arrival,
      arrivedAt: i < 100 * model.loss ? undefined : now,
    }));
    control.onReport({ now, rtt: model.rtt, arrivals });
  }
  return control.advice;
}

test.each([
  [{ rtt: 49, loss: 0 }, 360_000, "growing"],
  [{ rtt: 49, loss: 0.01 }, 300_000, "holding"],
  [{ rtt: 50, loss: 0 }, 300_000, "holding"],
  [{ rtt: 200, loss: 0.05 }, 300_000, "holding"],
  [{ rtt: 201, loss: 0 }, 240_000, "queue"],
  [{ rtt: 49, loss: 0.06 }, 240_000, "loss"],
])("decides by round trip and loss: %o", (model, bitrate, reason) => {
  expect(decided(model)).toMatchObject({ bitrate, reason });
});

test("stays within its limits", () => {
  const control = new ThresholdControl(limits);
  const path = new SyntheticPath(control);
  path.run(30_000, { queue: () => 300 });
  expect(control.advice.bitrate).toBe(limits.min);
  control.setLimits({ ...limits, min: 200_000 });
  expect(control.advice.bitrate).toBe(200_000);
});
