import { expect, test } from "vitest";
import { canvasSurface } from "../../../src/components/parts/surface.ts";
import { plainFrame } from "../../fakes/picture.ts";
import { colourOf } from "./pixels.ts";

function canvas() {
  const { element, frames } = canvasSurface();
  return { canvas: element as HTMLCanvasElement, writer: frames.getWriter() };
}

test("a canvas has drawn a frame, and closed it, when it has taken it", async () => {
  const { canvas: element, writer } = canvas();
  expect(element.dataset["shape"]).toBeUndefined();
  const frame = plainFrame(64, 36, "rgb(255 0 0)");
  await writer.write(frame);
  expect(frame.format).toBeNull();
  expect([element.width, element.height]).toEqual([64, 36]);
  expect(colourOf(element)).toBe("100");
  await writer.write(plainFrame(64, 36, "rgb(0 0 255)"));
  expect(colourOf(element)).toBe("001");
});

test("a canvas takes the size of the frame, up to a bound of its own", async () => {
  const { canvas: element, writer } = canvas();
  await writer.write(plainFrame(36, 64, "red"));
  expect([element.width, element.height]).toEqual([36, 64]);
  expect(element.dataset["shape"]).toBe("tall");
  await writer.write(plainFrame(8192, 16, "rgb(0 255 0)"));
  expect([element.width, element.height]).toEqual([4096, 8]);
  expect(colourOf(element)).toBe("010");
  expect(element.dataset["shape"]).toBe("wide");
});
