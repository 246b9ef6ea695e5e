// The second way to capture, for browsers whose tracks cannot be read; the browser of these tests could do without.
import { expect, onTestFinished, test } from "vitest";
import { soundOfWorklet } from "../../../src/workers/capture/client.ts";
import { soundStream } from "../../../src/workers/capture/sound-stream.ts";
import { framesOfElement } from "../../../src/workers/capture/video-element.ts";
import { dominantFrequency } from "../../fakes/sound.ts";

/** A camera of one colour at 30 pictures a second. */
function camera(): MediaStreamTrack {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [64, 36];
  const context = canvas.getContext("2d");
  const timer = setInterval(() => context?.fillRect(0, 0, 64, 36), 33);
  const [track] = canvas.captureStream(30).getVideoTracks();
  if (track === undefined) throw new Error("A canvas makes a stream of one video track");
  onTestFinished(() => {
    clearInterval(timer);
    track.stop();
  });
  return track;
}

/** A microphone that hears one tone. */
function microphone(hertz: number): MediaStreamTrack {
  const context = new AudioContext();
  const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  const tone = new OscillatorNode(context, { frequency: hertz });
  tone.connect(output);
  tone.start();
  onTestFinished(() => context.close());
  const [track] = output.stream.getAudioTracks();
  if (track === undefined) throw new Error("A destination node makes a stream of one audio track");
  return track;
}

const micros = () => 1000 * performance.now();

test("a camera's pictures come when they are asked for, each later than the last, stamped with the time", async () => {
  const began = micros();
  const reader = framesOfElement(camera(), new AbortController().signal).getReader();
  let last = began;
  for (let count = 0; count < 5; count++) {
    const { value: frame } = await reader.read();
    expect([frame?.displayWidth, frame?.displayHeight]).toEqual([64, 36]);
    expect(frame?.timestamp).toBeGreaterThan(last);
    expect(frame?.timestamp).toBeLessThan(micros() + 50_000);
    last = frame?.timestamp ?? 0;
    frame?.close();
  }
  await reader.cancel();
});

test("a camera's stream ends with the signal, with its track, and when it is cancelled", async () => {
  const stop = new AbortController();
  const stopped = framesOfElement(camera(), stop.signal).getReader();
  (await stopped.read()).value?.close();
  stop.abort();
  expect(await stopped.read()).toEqual({ done: true, value: undefined });

  const track = camera();
  const pulled = framesOfElement(track, new AbortController().signal).getReader();
  const pending = pulled.read();
  track.dispatchEvent(new Event("ended"));
  expect((await pending).done).toBe(true);

  const cancelled = framesOfElement(camera(), new AbortController().signal).getReader();
  await cancelled.cancel();
  expect((await cancelled.read()).done).toBe(true);
});

test("a microphone's sound comes without a gap, in pieces of 10 ms, as it was played", async () => {
  const stop = new AbortController();
  const began = micros();
  const reader = soundStream(soundOfWorklet(microphone(500), stop.signal)).getReader();
  const heard = new Float32Array(48 * 200);
  // A tone needs a moment until it sounds.
  for (let count = 0; count < 10; count++) (await reader.read()).value?.close();
  let next: number | undefined;
  for (let at = 0; at < heard.length; at += 480) {
    const { value: data } = await reader.read();
    expect([data?.numberOfFrames, data?.numberOfChannels, data?.sampleRate]).toEqual([480, 1, 48_000]);
    if (next !== undefined) expect(Math.abs((data?.timestamp ?? 0) - next)).toBeLessThanOrEqual(1);
    next = (data?.timestamp ?? 0) + 10_000;
    data?.copyTo(heard.subarray(at, at + 480), { planeIndex: 0 });
    data?.close();
  }
  expect(next).toBeGreaterThan(began);
  expect(next).toBeLessThan(micros() + 50_000);
  expect(dominantFrequency(heard)).toBe(500);
  await reader.cancel();
  stop.abort();
});

test("sound that nobody reads is dropped", async () => {
  const { port1, port2 } = new MessageChannel();
  const reader = soundStream({ port: port1, origin: performance.timeOrigin }).getReader();
  const say = (piece: number) => {
    const arrived = new Promise((resolve) => port1.addEventListener("message", resolve, { once: true }));
    port2.postMessage({ at: piece * 480, samples: new Float32Array(480) });
    return arrived;
  };
  const hear = async () => (await reader.read()).value?.timestamp ?? 0;

  for (let piece = 0; piece < 30; piece++) await say(piece);
  const start = await hear();
  for (let piece = 1; piece < 10; piece++) expect(await hear()).toBe(start + piece * 10_000);
  await say(30);
  expect(await hear()).toBe(start + 300_000);
  await reader.cancel();
});
