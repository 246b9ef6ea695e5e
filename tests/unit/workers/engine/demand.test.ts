import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { Flow } from "../../../../src/transport/wire/flows.ts";
import type { MemberId } from "../../../../src/transport/wire/ssrc.ts";
import { Demand, type Subscription } from "../../../../src/workers/engine/demand.ts";
import type { PeerId } from "../../../../src/workers/engine/messages.ts";

const noor = "noor" as PeerId;
const member = 7 as MemberId;
const returned = 8 as MemberId;
const everything: Subscription = { flows: [Flow.audio, Flow.video, Flow.screen], maxLayer: 7 };

let now: number;
let asked: [MemberId, Subscription][];
let demand: Demand;

beforeEach(() => {
  now = 1_000;
  asked = [];
  demand = new Demand({ now: () => now, subscribe: (who, what) => asked.push([who, what]) });
  demand.add(member);
  demand.identify(member, noor);
});

/** Looks twice a second, as the call does. */
function wait(duration: number): void {
  for (const end = now + duration; now < end; ) {
    now += 500;
    demand.poll();
  }
}

const last = () => asked.at(-1)?.[1];

describe("what is asked for", () => {
  test("is everything of somebody new, at once", () => {
    expect(asked).toEqual([[member, everything]]);
  });

  test("stays everything while nothing is known, and while it is seen", () => {
    wait(5_000);
    demand.setSize(noor, "camera", "full");
    wait(5_000);
    expect(asked).toHaveLength(1);
  });

  test("is no picture where none is seen, and sound still", () => {
    demand.setSize(noor, "camera", "none");
    wait(1_000);
    expect(asked).toHaveLength(1);
    wait(2_000);
    expect(last()).toEqual({ flows: [Flow.audio, Flow.screen], maxLayer: 7 });
  });

  test("is fewer layers where it is small, and the base where it is tiny", () => {
    demand.setSize(noor, "camera", "small");
    wait(3_000);
    expect(last()?.maxLayer).toBe(1);
    demand.setSize(noor, "camera", "tiny");
    wait(3_000);
    expect(last()?.maxLayer).toBe(0);
  });

  test("is what the larger of two pictures needs", () => {
    demand.setSize(noor, "camera", "tiny");
    demand.setSize(noor, "screen", "full");
    wait(5_000);
    expect(asked).toHaveLength(1);
    demand.setSize(noor, "screen", undefined);
    wait(5_000);
    expect(last()).toEqual({ ...everything, maxLayer: 0 });
  });
});

describe("time", () => {
  test("more is asked for at once", () => {
    demand.setSize(noor, "camera", "none");
    wait(3_000);
    wait(1_000);
    demand.setSize(noor, "camera", "full");
    expect(last()).toEqual(everything);
  });

  test("what is out of sight for a moment only keeps what it has", () => {
    for (let i = 0; i < 10; i++) {
      demand.setSize(noor, "camera", "none");
      wait(1_500);
      demand.setSize(noor, "camera", "full");
      wait(500);
    }
    expect(asked).toHaveLength(1);
  });

  test("however wildly somebody scrolls, the relay is asked no more than three times a second", () => {
    const size = fc.constantFrom("none", "tiny", "small", "full", undefined);
    fc.assert(
      fc.property(fc.array(fc.tuple(size, fc.nat({ max: 50 })), { maxLength: 100 }), (sizes) => {
        asked = [];
        const from = now;
        for (const [one, pause] of sizes) {
          now += pause;
          demand.setSize(noor, "camera", one);
        }
        expect(asked.length).toBeLessThanOrEqual(1 + (now - from) / 333);
      }),
    );
  });
});

test("somebody who comes back is seen at once, and then as before", () => {
  demand.setSize(noor, "camera", "none");
  wait(3_000);
  demand.remove(member);
  demand.add(returned);
  expect(asked.at(-1)).toEqual([returned, everything]);
  demand.identify(returned, noor);
  wait(3_000);
  expect(asked.at(-1)).toEqual([returned, { flows: [Flow.audio, Flow.screen], maxLayer: 7 }]);
  expect(asked.filter(([who]) => who === member)).toHaveLength(2);
});
