import { afterEach, expect, test, vi } from "vitest";
import type { AudioTrack } from "../../../../src/media/tracks/track.ts";
import { AudioSender } from "../../../../src/workers/engine/send-audio.ts";
import { eventually } from "../../../fakes/eventually.ts";

/** Counts on from its first piece, as if there were never a gap, which is what one browser's does. */
class CountingEncoder {
  state = "unconfigured";
  encodeQueueSize = 0;
  readonly #output: (chunk: unknown) => void;
  #timestamp: number | undefined;

  constructor({ output }: { output: (chunk: unknown) => void }) {
    this.#output = output;
  }

  configure(): void {
    this.state = "configured";
  }

  encode(data: { readonly timestamp: number; readonly duration: number }): void {
    this.#timestamp ??= data.timestamp;
    const { duration } = data;
    this.#output({ timestamp: this.#timestamp, duration, byteLength: 1, copyTo: () => undefined });
    this.#timestamp += data.duration;
  }

  close(): void {
    this.state = "closed";
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The times of the packets that leave for these pieces of 10 ms, and what the clock is told to be here; all in microseconds. */
async function sent(timestamps: readonly number[]): Promise<{ packets: number[]; learnt: number[] }> {
  vi.stubGlobal("AudioEncoder", CountingEncoder);
  const packets: number[] = [];
  const learnt: number[] = [];
  const track = {
    isOpen: true,
    learn: (time: number) => learnt.push(time * 1000),
    ensure: () => undefined,
    send: async ({ timestamp }: { readonly timestamp: number }) => packets.push((timestamp * 1000) / 48),
  };
  const sender = new AudioSender({
    track: track as unknown as AudioTrack,
    quality: () => ({ bitrate: 32_000, frameDuration: 10, copies: 0 }),
    copyOffsets: () => [],
  });
  const pieces = timestamps.map((timestamp) => {
    const piece = { timestamp, duration: 10_000, numberOfChannels: 1, close: () => undefined };
    return { ...piece, clone: () => piece };
  });
  const sound = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece as unknown as AudioData);
    },
  });
  sender.setSource(sound);
  await eventually(() => expect(packets).toHaveLength(pieces.length));
  sender.close();
  return { packets, learnt };
}

test("what is said after a pause is stamped with the time at which it was said", async () => {
  const said = [0, 10_000, 20_000, 5_000_000, 5_010_000];
  expect((await sent(said)).packets).toEqual(said);
});

test("a source whose clock is uneven does not make the encoder begin anew", async () => {
  expect((await sent([0, 13_000, 17_000, 31_000])).packets).toEqual([0, 10_000, 20_000, 30_000]);
});

test("where an encoder counts on over what is missing, the clock is that of its packets", async () => {
  const { packets, learnt } = await sent([0, 10_000, 65_000, 75_000]);
  expect(packets).toEqual([0, 10_000, 20_000, 30_000]);
  expect(learnt).toEqual([10_000, 20_000, 30_000, 40_000]);
});
