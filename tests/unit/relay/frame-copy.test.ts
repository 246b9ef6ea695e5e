import { describe, expect, it, vi } from "vitest";
import { ByteBudget } from "../../../relay/byte-budget.ts";
import type { Carrier, SendStream } from "../../../relay/carrier.ts";
import { FrameCopy } from "../../../relay/frame-copy.ts";

/** A carrier whose one stream takes what it is given when the test says so. */
function fakeCarrier() {
  const written: Uint8Array[] = [];
  const gates: (() => void)[] = [];
  const ends: string[] = [];
  let refuses = false;
  const stream: SendStream = {
    write: (bytes) => {
      written.push(bytes);
      return new Promise((resolve) => gates.push(resolve));
    },
    close: () => {
      ends.push("closed");
      return Promise.resolve();
    },
    abort: () => {
      ends.push("aborted");
    },
  };
  const carrier: Pick<Carrier, "openStream"> = {
    openStream: () => (refuses ? Promise.reject(new Error("gone")) : Promise.resolve(stream)),
  };
  const letOneThrough = async () => {
    await settle();
    gates.shift()?.();
    await settle();
  };
  const refuse = () => {
    refuses = true;
  };
  return { carrier: carrier as Carrier, written, ends, letOneThrough, refuse };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

function start(budget = new ByteBudget(10_000)) {
  const fake = fakeCarrier();
  const events = { began: vi.fn(), lost: vi.fn(), over: vi.fn() };
  return { ...fake, events, budget, copy: () => new FrameCopy(fake.carrier, budget, events) };
}

describe("FrameCopy", () => {
  it("writes what it is given in order, and ends when it is whole", async () => {
    const { copy: make, written, ends, letOneThrough, events, budget } = start();
    const copy = make();
    copy.write(Uint8Array.of(1), 0);
    copy.write(Uint8Array.of(2), 0);
    await letOneThrough();
    expect(written).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
    copy.complete();
    expect(ends).toEqual([]);
    await letOneThrough();
    expect(ends).toEqual(["closed"]);
    expect(events.lost).not.toHaveBeenCalled();
    expect(events.over).toHaveBeenCalledOnce();
    expect(budget.used).toBe(0);
  });

  it("is busy while the network does not take what there is, and not while the sender has nothing", async () => {
    const { copy: make, letOneThrough } = start();
    const copy = make();
    expect(copy.busyFor(50)).toBe(0);
    copy.write(Uint8Array.of(1), 100);
    copy.write(Uint8Array.of(2), 120);
    await letOneThrough();
    expect(copy.busyFor(150)).toBe(50);
    await letOneThrough();
    expect(copy.busyFor(9_000)).toBe(0);
    copy.write(Uint8Array.of(3), 9_000);
    expect(copy.busyFor(9_010)).toBe(10);
  });

  it("is lost once its pieces are more than the budget, and gives all of it back", async () => {
    const { copy: make, ends, letOneThrough, events, budget } = start();
    const copy = make();
    await settle();
    for (let piece = 0; piece < 5; piece++) copy.write(new Uint8Array(3_000), 0);
    expect(events.lost).toHaveBeenCalledOnce();
    expect(budget.used).toBe(0);
    copy.complete();
    await letOneThrough();
    expect(ends).toEqual(["aborted"]);
    expect(events.over).toHaveBeenCalledOnce();
  });

  it("counts tiny pieces for more than their bytes", async () => {
    const { copy: make, events } = start();
    const copy = make();
    for (let piece = 0; piece < 100; piece++) copy.write(new Uint8Array(1), 0);
    expect(events.lost).toHaveBeenCalledOnce();
    await settle();
  });

  it("is lost when the receiver is gone", async () => {
    const { copy: make, events, budget, refuse } = start();
    refuse();
    const copy = make();
    copy.write(new Uint8Array(100), 0);
    await settle();
    expect(events.lost).toHaveBeenCalledOnce();
    expect(events.over).toHaveBeenCalledOnce();
    expect(budget.used).toBe(0);
  });

  it("keeps its stream until the write under way is over, however long ago it was abandoned", async () => {
    const { copy: make, ends, letOneThrough, events } = start();
    const copy = make();
    copy.write(new Uint8Array(100), 0);
    await settle();
    copy.abandon();
    await settle();
    expect(events.over).not.toHaveBeenCalled();
    await letOneThrough();
    expect(ends).toEqual(["aborted"]);
    expect(events.over).toHaveBeenCalledOnce();
  });
});
