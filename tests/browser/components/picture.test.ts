import { expect, test } from "vitest";
import type { KithPicture } from "../../../src/components/parts/picture.ts";
import "../../../src/components/parts/picture.ts";
import { FakePicture, plainFrame } from "../../fakes/picture.ts";
import { show } from "./mount.ts";

function surface(picture: FakePicture) {
  const element = document.createElement("kith-picture");
  element.picture = picture;
  show(element);
  return element;
}

function canvasOf(element: KithPicture): HTMLCanvasElement {
  return element.renderRoot.querySelector("canvas") as HTMLCanvasElement;
}

function colourAt(canvas: HTMLCanvasElement, x: number, y: number): string {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext("2d") as OffscreenCanvasRenderingContext2D;
  context.drawImage(canvas, 0, 0);
  const [red = 0, green = 0, blue = 0] = context.getImageData(x, y, 1, 1).data;
  return [red, green, blue].map((value) => (value > 127 ? "1" : "0")).join("");
}

test("a frame is drawn the moment it arrives, and closed", async () => {
  const picture = new FakePicture();
  const element = surface(picture);
  await element.updateComplete;
  const canvas = canvasOf(element);
  expect(getComputedStyle(canvas).visibility).toBe("hidden");

  const frame = plainFrame(64, 36, "rgb(255 0 0)");
  picture.push(frame);
  expect(frame.format).toBeNull();
  expect([canvas.width, canvas.height]).toEqual([64, 36]);
  expect(colourAt(canvas, 32, 18)).toBe("100");
  expect(getComputedStyle(canvas).visibility).toBe("visible");

  picture.push(plainFrame(64, 36, "rgb(0 0 255)"));
  expect(colourAt(canvas, 32, 18)).toBe("001");
});

test("the surface takes the size of the frame, up to a bound of its own", async () => {
  const picture = new FakePicture();
  const element = surface(picture);
  await element.updateComplete;
  const canvas = canvasOf(element);
  picture.push(plainFrame(36, 64, "red"));
  expect([canvas.width, canvas.height]).toEqual([36, 64]);
  expect(canvas.dataset["shape"]).toBe("tall");
  picture.push(plainFrame(8192, 16, "rgb(0 255 0)"));
  expect([canvas.width, canvas.height]).toEqual([4096, 8]);
  expect(colourAt(canvas, 4000, 4)).toBe("010");
  expect(canvas.dataset["shape"]).toBe("wide");
});

test("it listens only while it is in the document", () => {
  const picture = new FakePicture();
  const element = surface(picture);
  expect(picture.attached).toBe(true);
  element.remove();
  expect(picture.attached).toBe(false);
  document.body.append(element);
  expect(picture.attached).toBe(true);
});

test("another picture replaces the first, and nothing of the first stays visible", async () => {
  const first = new FakePicture();
  const second = new FakePicture();
  const element = surface(first);
  first.push(plainFrame(64, 36, "red"));
  element.picture = second;
  await element.updateComplete;
  expect([first.attached, second.attached]).toEqual([false, true]);
  expect(getComputedStyle(canvasOf(element)).visibility).toBe("hidden");
});

test("a picture of the other orientation is shown whole, one of the same is cropped", async () => {
  const picture = new FakePicture();
  const box = show(document.createElement("div"));
  box.style.cssText = "position: relative; inline-size: 400px; block-size: 200px";
  const element = document.createElement("kith-picture");
  element.picture = picture;
  box.append(element);
  await element.updateComplete;
  const objectFit = () => getComputedStyle(canvasOf(element)).objectFit;
  picture.push(plainFrame(64, 36, "red"));
  expect(objectFit()).toBe("cover");
  picture.push(plainFrame(36, 64, "red"));
  expect(objectFit()).toBe("contain");
  box.style.inlineSize = "200px";
  expect(objectFit()).toBe("cover");
  box.style.inlineSize = "100px";
  picture.push(plainFrame(64, 36, "red"));
  expect(objectFit()).toBe("contain");
});
