/** A camera's frames as a stream for the engine. Reading drops what comes too fast; ending the track ends the stream. */
export function videoFrames(track: MediaStreamTrack): ReadableStream<VideoFrame> {
  return new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack, maxBufferSize: 1 }).readable;
}

/** A microphone's sound as a stream for the engine. */
export function audioData(track: MediaStreamTrack): ReadableStream<AudioData> {
  return new MediaStreamTrackProcessor({ track: track as MediaStreamAudioTrack, maxBufferSize: 10 }).readable;
}
