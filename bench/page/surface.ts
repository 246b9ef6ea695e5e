import { codeHeight, readTimeCode } from "./time-code.ts";

/** What a picture can be shown on. */
export type Surface = HTMLVideoElement | HTMLCanvasElement;

export function sizeOf(surface: Surface): { readonly width: number; readonly height: number } {
  return surface instanceof HTMLVideoElement
    ? { width: surface.videoWidth, height: surface.videoHeight }
    : { width: surface.width, height: surface.height };
}

/**
 * The time code of what a surface shows at this moment. Looks at the few pixels that matter in the form in which they
 * are there: converting whole pictures would slow down the page that is measured.
 */
export async function readSurface(surface: Surface): Promise<number | undefined> {
  if (surface instanceof HTMLVideoElement) {
    return surface.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ? undefined : await readVideo(surface);
  }
  return surface.width === 0 || surface.height === 0 ? undefined : readCanvas(surface);
}

async function readVideo(video: HTMLVideoElement): Promise<number | undefined> {
  const frame = new VideoFrame(video);
  try {
    const { width, height } = frame.visibleRect ?? frame.codedRect ?? new DOMRect();
    const options = { rect: { x: 0, y: 0, width, height: codeHeight(height) } };
    const pixels = new Uint8Array(frame.allocationSize(options));
    const [luma] = await frame.copyTo(pixels, options);
    if (luma === undefined || !frame.format?.match(/^(I420|NV12)/))
      throw new Error(`A ${frame.format} picture`);
    return readTimeCode((x, y) => {
      const row = Math.floor(y * codeHeight(height));
      return pixels[luma.offset + row * luma.stride + Math.floor(x * width)] ?? 0;
    });
  } finally {
    frame.close();
  }
}

/** Size to which the part of a canvas with the code is scaled down. */
const SMALL = { width: 64, height: 8 };
const small = new OffscreenCanvas(SMALL.width, SMALL.height).getContext("2d", { willReadFrequently: true });

function readCanvas(canvas: HTMLCanvasElement): number | undefined {
  if (small === null) return undefined;
  small.drawImage(canvas, 0, 0, canvas.width, codeHeight(canvas.height), 0, 0, SMALL.width, SMALL.height);
  const { data } = small.getImageData(0, 0, SMALL.width, SMALL.height);
  return readTimeCode((x, y) => {
    const row = Math.floor(y * SMALL.height);
    return data[(row * SMALL.width + Math.floor(x * SMALL.width)) * 4 + 1] ?? 0;
  });
}
