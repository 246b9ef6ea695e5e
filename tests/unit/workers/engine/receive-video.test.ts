import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LipSync } from "../../../../src/media/lip-sync.ts";
import { PayloadType, type ReceivedPacket } from "../../../../src/transport/wire/rtp.ts";
import { VideoReceiver } from "../../../../src/workers/engine/receive-video.ts";
import { packet } from "../../../fakes/rtp.ts";

/** What reached a decoder, which shows all of it at once, as sequence numbers. */
let decoded: number[];
let open: number;
let requests: number;
let now: number;
let receiver: VideoReceiver;

class FakeDecoder {
  state = "unconfigured";
  decodeQueueSize = 0;

  readonly #output: (frame: VideoFrame) => void;

  constructor({ output }: { output: (frame: VideoFrame) => void }) {
    this.#output = output;
    open++;
  }

  configure(): void {
    this.state = "configured";
  }

  decode({ data, timestamp }: FakeChunk): void {
    decoded.push(data[0] ?? -1);
    this.#output({ timestamp, displayWidth: 320, displayHeight: 180 } as VideoFrame);
  }

  close(): void {
    this.state = "closed";
    open--;
  }
}

class FakeChunk {
  readonly data: Uint8Array;
  readonly timestamp: number;

  constructor({ data, timestamp }: Pick<FakeChunk, "data" | "timestamp">) {
    this.data = data;
    this.timestamp = timestamp;
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  vi.stubGlobal("VideoDecoder", FakeDecoder);
  vi.stubGlobal("EncodedVideoChunk", FakeChunk);
  decoded = [];
  open = requests = now = 0;
  receiver = new VideoReceiver({
    now: () => now,
    show: () => undefined,
    sync: new LipSync({ audio: 48_000, video: 90_000 }),
    starvedAfter: 500,
    requestKeyFrame: () => {
      requests++;
      return true;
    },
  });
});

afterEach(() => {
  receiver.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function frame(sequence: number, keyFrame: boolean): ReceivedPacket {
  const { vp8: payloadType } = PayloadType;
  const marking = {
    ...packet.marking,
    keyFrame,
    temporalLayer: 0,
    baseIndex: sequence & 0xff,
    discardable: false,
    baseSync: false,
  };
  return {
    ...packet,
    payloadType,
    sequence,
    timestamp: 3_000 * sequence,
    marking,
    payload: Uint8Array.of(sequence),
  } as ReceivedPacket;
}

/** While nothing comes. */
function wait(duration: number): void {
  for (const end = now + duration; now < end; ) {
    now += 50;
    vi.advanceTimersByTime(50);
  }
}

test("what nobody looks at is neither decoded nor asked for, and holds no decoder", () => {
  receiver.receive(frame(1, true));
  expect(open).toBe(1);
  receiver.setWanted(false);
  expect(open).toBe(0);
  for (let sequence = 2; sequence < 5; sequence++) receiver.receive(frame(sequence, false));
  wait(10_000);
  expect(decoded).toEqual([1]);
  expect(requests).toBe(0);
});

test("what is looked at again begins with a key frame, for which is asked at once", () => {
  receiver.receive(frame(1, true));
  receiver.setWanted(false);
  wait(5_000);
  receiver.setWanted(true);
  expect(requests).toBe(1);
  receiver.receive(frame(7, false));
  receiver.receive(frame(8, true));
  receiver.receive(frame(9, false));
  expect(decoded).toEqual([1, 8, 9]);
  expect(receiver.statistics.freezeCount).toBe(0);
});

describe("a camera", () => {
  let sequence = 0;

  function run(duration: number): void {
    for (const end = now + duration; now < end; wait(50)) receiver.receive(frame(++sequence, sequence === 1));
  }

  beforeEach(() => {
    sequence = 0;
    run(2_000);
  });

  test("that says nothing and sends nothing stands still", () => {
    wait(3_000);
    run(500);
    expect(receiver.statistics.freezeCount).toBe(1);
  });

  test("that is off does not, whatever of it is still under way", () => {
    receiver.setOn(false);
    run(100);
    wait(3_000);
    run(100);
    receiver.setOn(true);
    run(500);
    expect(receiver.statistics).toMatchObject({ freezeCount: 0, framesDecoded: sequence });
  });
});
