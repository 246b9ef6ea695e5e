// What a screen sounds like, from two channels through the real encoder and decoder to one.
import { expect, onTestFinished, test } from "vitest";
import { SAMPLE_RATE } from "../../../src/media/sound.ts";
import type { AudioTrack, EncodedPiece } from "../../../src/media/tracks/track.ts";
import { AudioReceiver } from "../../../src/workers/engine/receive-audio.ts";
import { AudioSender } from "../../../src/workers/engine/send-audio.ts";
import { packet } from "../../fakes/rtp.ts";
import { dominantFrequency, sine, type Wave } from "../../fakes/sound.ts";

/** Half a second of sound in pieces of 10 ms, as fast as it is: nothing on the left, on the right what `at` says of each sample. */
function stereo(at: Wave, sampleRate = SAMPLE_RATE): ReadableStream<AudioData> {
  const length = sampleRate / 100;
  let piece = 0;
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const data = new Float32Array(2 * length);
      for (let i = 0; i < length; i++)
        data[length + i] = at((SAMPLE_RATE / sampleRate) * (piece * length + i));
      const shape = { sampleRate, numberOfChannels: 2, numberOfFrames: length } as const;
      controller.enqueue(new AudioData({ format: "f32-planar", ...shape, timestamp: 10_000 * piece, data }));
      if (++piece === 50) controller.close();
    },
  });
}

/** What comes out of it at the other end, and whether it was ever found to sound. */
function through(sound: ReadableStream<AudioData>) {
  const heard: number[] = [];
  const sounding: boolean[] = [];
  const receiver = new AudioReceiver({
    play: ({ samples }) => heard.push(...samples),
    onSpeaking: () => undefined,
    onLevel: () => undefined,
  });
  const send = async (piece: EncodedPiece) => {
    receiver.receive({ ...packet, ...piece, header: new Uint8Array(0) });
    return true;
  };
  const ignore = () => undefined;
  const track = { kind: "screenAudio", isOpen: true, learn: ignore, ensure: ignore, send };
  const sender = new AudioSender({
    track: track as unknown as AudioTrack,
    quality: () => ({ bitrate: 96_000, copies: 0, frameDuration: 20 }),
    copyOffsets: () => [],
    onSounding: (isSounding) => sounding.push(isSounding),
  });
  onTestFinished(() => {
    sender.close();
    receiver.close();
  });
  sender.setSource(sound);
  return { heard, sounding };
}

// A tab may sound at another rate than calls do.
test.each([48_000, 44_100])("both channels are heard as one, at %i samples a second", async (rate) => {
  const { heard } = through(stereo(sine(700), rate));
  await expect.poll(() => heard.length).toBeGreaterThan(SAMPLE_RATE / 3);
  expect(dominantFrequency(Float32Array.from(heard.slice(SAMPLE_RATE / 10)))).toBe(700);
});

test("nothing is sent of silence", async () => {
  const { heard, sounding } = through(stereo(() => 0));
  await expect.poll(() => sounding).toHaveLength(50);
  expect(sounding).not.toContain(true);
  expect(heard).toEqual([]);
});
