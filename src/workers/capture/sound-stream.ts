import { SAMPLE_RATE } from "../../media/sound.ts";
import { CaptureClock } from "./capture-clock.ts";
import type { CapturedSound, SoundPiece, WorkletSound } from "./messages.ts";

/** Pieces that may wait for a reader: 100 ms of sound. What comes then is dropped. */
const MAX_WAITING = 10;

/** Captured sound as what the engine reads, however it comes. Cancelling the stream lets go of where it comes from. */
export function soundStream(sound: CapturedSound): ReadableStream<AudioData> {
  return sound instanceof ReadableStream ? sound : streamOfWorklet(sound);
}

function streamOfWorklet({ port, origin }: WorkletSound): ReadableStream<AudioData> {
  const clock = new CaptureClock();
  return new ReadableStream(
    {
      start(controller) {
        port.onmessage = ({ data }: MessageEvent<SoundPiece>) => {
          const { at, samples } = data;
          // By the page's clock, which pictures are stamped with as well. An encoder may not count as far as from 1970.
          const now = 1000 * (performance.timeOrigin - origin + performance.now());
          const timestamp = clock.timeOf(at, samples.length, now);
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(audioData(samples, timestamp));
        };
      },
      cancel: () => port.close(),
    },
    { highWaterMark: MAX_WAITING },
  );
}

function audioData(samples: Float32Array<ArrayBuffer>, timestamp: number): AudioData {
  return new AudioData({
    format: "f32-planar",
    sampleRate: SAMPLE_RATE,
    numberOfChannels: 1,
    numberOfFrames: samples.length,
    timestamp,
    data: samples,
    transfer: [samples.buffer],
  });
}
