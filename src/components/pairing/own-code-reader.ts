import { readCode } from "../../qr/read.ts";
import type { CodeReader } from "./code-reader.ts";

/** Pixels to a side of what is read: cameras are asked for less. */
const MAX_SIDE = 960;

/** For browsers that do not read codes themselves. Looks at the square in the middle, as the scanner shows it. */
export function ownCodeReader(): CodeReader {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const { videoWidth, videoHeight } = video;
    const seen = Math.min(videoWidth, videoHeight);
    const side = Math.min(seen, MAX_SIDE);
    // A video has no size before its first picture.
    if (context === null || side === 0) return undefined;
    const { canvas } = context;
    if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
    const [left, top] = [(videoWidth - seen) / 2, (videoHeight - seen) / 2];
    context.drawImage(video, left, top, seen, seen, 0, 0, side, side);
    const { data } = context.getImageData(0, 0, side, side);
    return readCode({ width: side, height: side, pixels: greyOf(data) });
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
