import { expect, it, vi } from "vitest";
import type { ReceiveStream, SendStream } from "../../../relay/carrier.ts";
import { DataStream } from "../../../relay/data-stream.ts";

const piece = (value: number) => Uint8Array.of(value);
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

/** A stream in the middle, with both of its sides in the hands of the test. */
function start() {
  const reads: { resolve(bytes: Uint8Array | undefined): void; reject(error: Error): void }[] = [];
  const writes: { readonly bytes: Uint8Array; taken(): void; refuse(error: Error): void }[] = [];
  const cancel = vi.fn(() => {
    for (const { resolve } of reads.splice(0)) resolve(undefined);
  });
  const source: ReceiveStream = {
    read: () => new Promise((resolve, reject) => reads.push({ resolve, reject })),
    cancel,
  };
  const target = { close: vi.fn(async () => undefined), abort: vi.fn() };
  const write = (bytes: Uint8Array) =>
    new Promise<void>((taken, refuse) => writes.push({ bytes, taken, refuse }));
  const clock = { now: 0 };
  const stream = new DataStream(source, () => clock.now);
  let open: (target: SendStream) => void = () => undefined;
  const opening = new Promise<SendStream>((resolve) => {
    open = resolve;
  });
  const over = vi.fn();
  void stream.run(opening, piece(0), (_, go) => go()).then(over);
  return { reads, writes, cancel, target, clock, stream, over, open: () => open({ ...target, write }) };
}

it("reads no further than has been taken, and ends when its sender does", async () => {
  const { reads, writes, target, over, open } = start();
  open();
  await settle();
  expect(writes.map(({ bytes }) => bytes)).toEqual([piece(0)]);
  expect(reads).toHaveLength(0);
  writes[0]?.taken();
  await settle();
  expect(reads).toHaveLength(1);
  reads[0]?.resolve(piece(1));
  await settle();
  writes[1]?.taken();
  await settle();
  reads[1]?.resolve(undefined);
  await settle();
  expect(target.close).toHaveBeenCalledOnce();
  expect(target.abort).not.toHaveBeenCalled();
  expect(over).toHaveBeenCalledOnce();
});

it("is cut short when its sender breaks off, and refused when its receiver does", async () => {
  const first = start();
  first.open();
  await settle();
  first.writes[0]?.taken();
  await settle();
  first.reads[0]?.reject(new Error("reset"));
  await settle();
  expect(first.target.abort).toHaveBeenCalled();
  expect(first.target.close).not.toHaveBeenCalled();
  expect(first.over).toHaveBeenCalledOnce();

  const second = start();
  second.open();
  await settle();
  second.writes[0]?.refuse(new Error("stopped"));
  await settle();
  expect(second.cancel).toHaveBeenCalled();
  expect(second.over).toHaveBeenCalledOnce();
});

it("carries nothing when it is cut before its stream opens", async () => {
  const { stream, writes, target, over, open } = start();
  stream.cut();
  open();
  await settle();
  expect(writes).toEqual([]);
  expect(target.abort).toHaveBeenCalledOnce();
  expect(target.close).not.toHaveBeenCalled();
  expect(over).toHaveBeenCalledOnce();
});

it("ends both sides when it is cut while it waits for more", async () => {
  const { stream, writes, cancel, target, over, open } = start();
  open();
  await settle();
  writes[0]?.taken();
  await settle();
  stream.cut();
  await settle();
  expect(cancel).toHaveBeenCalled();
  expect(target.abort).toHaveBeenCalled();
  expect(target.close).not.toHaveBeenCalled();
  expect(over).toHaveBeenCalledOnce();
});

it("is stuck for as long as the receiver takes nothing of what there is, and not while there is nothing", async () => {
  const { stream, clock, writes, reads, open } = start();
  await settle();
  clock.now = 100;
  expect(stream.stuckFor(clock.now), "no stream yet").toBe(100);
  open();
  await settle();
  clock.now = 300;
  expect(stream.stuckFor(clock.now)).toBe(200);
  writes[0]?.taken();
  await settle();
  clock.now = 5_000;
  expect(stream.stuckFor(clock.now)).toBe(0);
  reads[0]?.resolve(piece(1));
  await settle();
  clock.now = 5_500;
  expect(stream.stuckFor(clock.now)).toBe(500);
});
