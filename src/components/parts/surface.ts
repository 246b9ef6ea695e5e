import { shapeOf } from "./fit.ts";
import { silentVideo } from "./silent-video.ts";

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
  const video = silentVideo();
  // A track forgets what comes before somebody plays it.
  const ready = new Promise((resolve) => video.addEventListener("loadstart", resolve, { once: true }));
  video.srcObject = new MediaStream([track]);
  return { element: video, ready, frames: track.writable };
}

/**
 * Draws each frame the moment it arrives, without waiting for a display frame. Works everywhere. Of what is shown in `seen` nothing is
 * drawn that is not seen: no pixels beyond its own, and nothing while it or the page is hidden.
 */
export function canvasSurface(seen?: Element): Surface {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false, desynchronized: true });
  const write = (frame: VideoFrame) => {
    const { displayWidth, displayHeight } = frame;
    const most = Math.min(1, MAX_SIDE / Math.max(displayWidth, displayHeight));
    const scale = seen === undefined ? most : Math.min(most, fill(seen, displayWidth, displayHeight));
    const width = Math.ceil(displayWidth * scale);
    const height = Math.ceil(displayHeight * scale);
    if (scale > 0) {
      // Only on a change: setting a size clears the canvas, and an attribute costs a style calculation.
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.dataset["shape"] = shapeOf(displayWidth, displayHeight);
      }
      context?.drawImage(frame, 0, 0, width, height);
    }
    frame.close();
  };
  return { element: canvas, ready: Promise.resolve(), frames: new WritableStream({ write }) };
}

/** How large a picture of this size has to be to fill what shows it; 0 where that shows nothing. */
function fill({ clientWidth, clientHeight }: Element, width: number, height: number): number {
  return document.hidden ? 0 : devicePixelRatio * Math.max(clientWidth / width, clientHeight / height);
}
