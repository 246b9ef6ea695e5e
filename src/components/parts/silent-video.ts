import { shapeOf } from "./fit.ts";

/** Plays what it is given, where it is; sound is played elsewhere. It knows its picture's shape, for `fit`. */
export function silentVideo(inside = document): HTMLVideoElement {
  const video = inside.createElement("video");
  video.autoplay = true;
  video.muted = true;
  video.playsInline = true;
  video.addEventListener("resize", () => {
    video.dataset["shape"] = shapeOf(video.videoWidth, video.videoHeight);
  });
  return video;
}
