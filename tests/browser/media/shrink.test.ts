import { expect, test } from "vitest";
import { Shrinker } from "../../../src/media/shrink.ts";

/** A picture whose samples are as `luma` says of the place, 0 to 1 each way; its chroma rises to the right and to the bottom. */
function picture(
  width: number,
  height: number,
  format: "I420" | "NV12",
  luma: (x: number, y: number) => number,
): VideoFrame {
  const data = new Uint8Array((width * height * 3) / 2);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * width + x] = luma((x + 0.5) / width, (y + 0.5) / height);
  const chroma = width * height;
  for (let y = 0; y < height / 2; y++)
    for (let x = 0; x < width / 2; x++) {
      const [u, v] = [255 * ((x + 0.5) / (width / 2)), 255 * ((y + 0.5) / (height / 2))];
      const at = (y * width) / 2 + x;
      data[chroma + (format === "NV12" ? 2 * at : at)] = u;
      data[chroma + (format === "NV12" ? 2 * at + 1 : chroma / 4 + at)] = v;
    }
  return new VideoFrame(data, { format, codedWidth: width, codedHeight: height, timestamp: 42 });
}

async function samples(frame: VideoFrame): Promise<Uint8Array> {
  const data = new Uint8Array(frame.allocationSize());
  await frame.copyTo(data);
  return data;
}

const slope = (x: number, y: number) => 127 * x + 128 * y;

test.each([
  { format: "I420", width: 640, height: 360 },
  { format: "NV12", width: 640, height: 360 },
  { format: "I420", width: 960, height: 540 },
  { format: "NV12", width: 480, height: 270 },
  { format: "I420", width: 320, height: 180 },
  { format: "I420", width: 854, height: 480 },
] as const)(
  "a $format picture becomes one of $width × $height that shows the same",
  async ({ format, width, height }) => {
    const source = picture(1280, 720, format, slope);
    const shrunk = await new Shrinker().shrink(source, width, height);
    const expected = picture(width, height, "I420", slope);
    if (shrunk === undefined) throw new Error("It was not made smaller");
    expect([shrunk.displayWidth, shrunk.displayHeight, shrunk.timestamp]).toEqual([width, height, 42]);
    const [is, shall] = [await samples(shrunk), await samples(expected)];
    expect(is.length).toBe(shall.length);
    let worst = 0;
    is.forEach((value, index) => {
      worst = Math.max(worst, Math.abs(value - (shall[index] ?? 0)));
    });
    expect(worst).toBeLessThanOrEqual(3);
    for (const frame of [source, shrunk, expected]) frame.close();
  },
);

test("fine stripes become grey, not other stripes", async () => {
  const source = picture(1280, 720, "I420", (x) => (Math.floor(x * 1280) % 2 === 0 ? 0 : 254));
  const shrunk = await new Shrinker().shrink(source, 320, 180);
  if (shrunk === undefined) throw new Error("It was not made smaller");
  const data = (await samples(shrunk)).subarray(0, 320 * 180);
  expect(data.every((value) => Math.abs(value - 127) <= 1)).toBe(true);
  source.close();
  shrunk.close();
});

test("what is not to be smaller, or not planar, is left to others", async () => {
  const same = picture(640, 360, "I420", slope);
  expect(await new Shrinker().shrink(same, 640, 360)).toBeUndefined();
  expect(await new Shrinker().shrink(same, 1280, 720)).toBeUndefined();
  const red = new VideoFrame(new Uint8Array(64 * 64 * 4), {
    format: "RGBA",
    codedWidth: 64,
    codedHeight: 64,
    timestamp: 0,
  });
  expect(await new Shrinker().shrink(red, 32, 32)).toBeUndefined();
  same.close();
  red.close();
});
