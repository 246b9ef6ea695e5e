import { shapeOf } from "./fit.ts";

/** An element that shows the frames which are written to its stream. Made for one picture and dropped with it. */
export interface Surface {
  /** Has `data-shape` from the first frame on. */
  readonly element: HTMLVideoElement | HTMLCanvasElement;
  /** Resolves once no frame is lost any more. */
  readonly ready: Promise<unknown>;
  /** Closes each frame. Can be transferred. */
  readonly frames: WritableStream<VideoFrame>;
}

/** Pixels on the longer side that a canvas takes at most: the sender decides the size of frames, not of our memory. */
const MAX_SIDE = 4096;

/** The best that this browser has. */
export function createSurface(): Surface {
  return "MediaStreamTrackGenerator" in globalThis ? videoSurface() : canvasSurface();
}

/** Plays the frames as a live track: they reach the display without the page's thread, however busy it is. */
function videoSurface(): Surface {
  const track = new MediaStreamTrackGenerator({ kind: "video" });
  const video = document.createElement("video");
  video.autoplay = true;
  video.muted = true;
  video.playsInline = true;
  // A track forgets what comes before somebody plays it.
  const ready = new Promise((resolve) => video.addEventListener("loadstart", resolve, { once: true }));
  video.srcObject = new MediaStream([track]);
  video.addEventListener("resize", () => {
    video.dataset["shape"] = shapeOf(video.videoWidth, video.videoHeight);
  });
  return { element: video, ready, frames: track.writable };
}

/** Draws each frame the moment it arrives, without waiting for a display frame. Works everywhere. */
export function canvasSurface(): Surface {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false, desynchronized: true });
  const write = (frame: VideoFrame) => {
    const { displayWidth, displayHeight } = frame;
    const scale = Math.min(1, MAX_SIDE / Math.max(displayWidth, displayHeight));
    const width = Math.max(1, Math.round(displayWidth * scale));
    const height = Math.max(1, Math.round(displayHeight * scale));
    // Only on a change: setting a size clears the canvas, and an attribute costs a style calculation.
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.dataset["shape"] = shapeOf(width, height);
    }
    context?.drawImage(frame, 0, 0, width, height);
    frame.close();
  };
  return { element: canvas, ready: Promise.resolve(), frames: new WritableStream({ write }) };
}
