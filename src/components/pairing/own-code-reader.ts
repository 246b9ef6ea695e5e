import { readCode } from "../../qr/read.ts";
import type { CodeReader } from "./code-reader.ts";

/** Of a picture that is larger, a smaller one is read: what cameras are asked for is just within. */
const MAX_PIXELS = 1_000_000;

/** For browsers that do not read codes themselves. */
export function ownCodeReader(): CodeReader {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    const scale = Math.min(1, Math.sqrt(MAX_PIXELS / (videoWidth * videoHeight)));
    const [width, height] = [Math.floor(videoWidth * scale), Math.floor(videoHeight * scale)];
    // A video has no size before its first picture.
    if (context === null || !width || !height) return undefined;
    const { canvas } = context;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.drawImage(video, 0, 0, width, height);
    return readCode({ width, height, pixels: greyOf(context.getImageData(0, 0, width, height).data) });
  };
}

/** As bright as the eye finds colours. */
function greyOf(rgba: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(rgba.length / 4);
  for (let to = 0, from = 0; to < grey.length; to++, from += 4)
    grey[to] =
      ((rgba[from] as number) * 77 + (rgba[from + 1] as number) * 150 + (rgba[from + 2] as number) * 29) >> 8;
  return grey;
}
