/** The colour in the middle of what a surface shows: for red, green and blue in turn, 1 where there is more than half. */
export function colourOf(surface: HTMLVideoElement | HTMLCanvasElement | null): string | undefined {
  if (surface === null) return undefined;
  const context = new OffscreenCanvas(1, 1).getContext("2d") as OffscreenCanvasRenderingContext2D;
  context.drawImage(surface, 0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue].map((value) => (value > 127 ? "1" : "0")).join("");
}
