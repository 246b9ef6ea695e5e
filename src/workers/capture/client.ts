import { SAMPLE_RATE } from "../../media/sound.ts";
import { scriptUrl } from "../script-url.ts";
import type { CapturedSound, MicrophoneSetup, WorkletSound } from "./messages.ts";
import microphoneUrl from "./microphone.worklet.ts?worker&url";
import { framesOfElement } from "./video-element.ts";

/**
 * A camera's frames as a stream for the engine. Reading drops what comes too fast. Ends with the track; `signal` lets go of
 * what the page keeps for it.
 */
export function videoFrames(track: MediaStreamTrack, signal: AbortSignal): ReadableStream<VideoFrame> {
  if (!("MediaStreamTrackProcessor" in globalThis)) return framesOfElement(track, signal);
  return new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack, maxBufferSize: 1 }).readable;
}

/** A microphone's sound for the engine, until the track ends; `signal` lets go of what the page keeps for it. */
export function capturedSound(track: MediaStreamTrack, signal: AbortSignal): CapturedSound {
  if (!("MediaStreamTrackProcessor" in globalThis)) return soundOfWorklet(track, signal);
  return new MediaStreamTrackProcessor({ track: track as MediaStreamAudioTrack, maxBufferSize: 10 }).readable;
}

/** By way of the audio thread, and past the page's: for browsers whose tracks cannot be read. */
export function soundOfWorklet(track: MediaStreamTrack, signal: AbortSignal): WorkletSound {
  const { port1, port2 } = new MessageChannel();
  const context = new AudioContext({ latencyHint: 0, sampleRate: SAMPLE_RATE });
  const close = () => {
    if (context.state !== "closed") void context.close();
  };
  signal.addEventListener("abort", close, { once: true });
  // Fails when it is closed before it has begun, and then nobody misses it.
  connect(context, track, port1).catch(close);
  return { port: port2, origin: performance.timeOrigin };
}

async function connect(context: AudioContext, track: MediaStreamTrack, port: MessagePort): Promise<void> {
  await context.audioWorklet.addModule(scriptUrl(microphoneUrl));
  const options = { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" } as const;
  const node = new AudioWorkletNode(context, "microphone", options);
  node.port.postMessage({ port } satisfies MicrophoneSetup, [port]);
  new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(node);
  await context.resume();
}
