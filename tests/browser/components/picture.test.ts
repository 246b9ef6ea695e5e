import { expect, test } from "vitest";
import { page } from "vitest/browser";
import "../../../src/components/parts/picture.ts";
import { FakePicture, plainFrame } from "../../fakes/picture.ts";
import { show } from "./mount.ts";
import { colourOf } from "./pixels.ts";

function pictureOf(picture: FakePicture) {
  const element = document.createElement("kith-picture");
  element.picture = picture;
  show(element);
  const surface = () => element.renderRoot.querySelector<HTMLVideoElement>("video.surface");
  return { element, surface, visibility: () => getComputedStyle(surface() as Element).visibility };
}

test("shows nothing before the first frame, then each frame as it comes", async () => {
  const picture = new FakePicture();
  const { surface, visibility } = pictureOf(picture);
  await expect.poll(() => picture.attached).toBe(true);
  expect(visibility()).toBe("hidden");
  await picture.push(plainFrame(64, 36, "rgb(255 0 0)"));
  await expect.poll(() => colourOf(surface())).toBe("100");
  await expect.poll(visibility).toBe("visible");
  await picture.push(plainFrame(64, 36, "rgb(0 0 255)"));
  await expect.poll(() => colourOf(surface())).toBe("001");
});

test("it listens only while it is in the document", async () => {
  const picture = new FakePicture();
  const { element } = pictureOf(picture);
  await expect.poll(() => picture.attached).toBe(true);
  element.remove();
  expect(picture.attached).toBe(false);
  document.body.append(element);
  await expect.poll(() => picture.attached).toBe(true);
});

test("another picture replaces the first, and nothing of the first stays visible", async () => {
  const first = new FakePicture();
  const second = new FakePicture();
  const { element, surface, visibility } = pictureOf(first);
  await expect.poll(() => first.attached).toBe(true);
  await first.push(plainFrame(64, 36, "rgb(255 0 0)"));
  await expect.poll(visibility).toBe("visible");
  element.picture = second;
  await expect.poll(() => [first.attached, second.attached]).toEqual([false, true]);
  expect(visibility()).toBe("hidden");
  await second.push(plainFrame(64, 36, "rgb(0 0 255)"));
  await expect.poll(() => colourOf(surface())).toBe("001");
});

test("a picture of the other orientation is shown whole, one of the same is cropped", async () => {
  const picture = new FakePicture();
  const box = show(document.createElement("div"));
  box.style.cssText = "position: relative; inline-size: 400px; block-size: 200px";
  const { element, surface } = pictureOf(picture);
  box.append(element);
  await expect.poll(() => picture.attached).toBe(true);
  const objectFit = () => getComputedStyle(surface() as Element).objectFit;
  await picture.push(plainFrame(36, 64, "red"));
  await expect.poll(objectFit).toBe("contain");
  await picture.push(plainFrame(64, 36, "red"));
  await expect.poll(objectFit).toBe("cover");
  box.style.inlineSize = "100px";
  await expect.poll(objectFit).toBe("contain");
  await picture.push(plainFrame(36, 64, "red"));
  await expect.poll(objectFit).toBe("cover");
});

test("it says how large it is seen, and that it is not seen at all", async () => {
  await page.viewport(800, 600);
  const picture = new FakePicture();
  const box = show(document.createElement("div"));
  const size = (pixels: number) => {
    box.style.cssText = `position: relative; inline-size: ${pixels}px; block-size: ${pixels / 2}px`;
  };
  size(400);
  const { element } = pictureOf(picture);
  box.append(element);
  const last = () => picture.sizes.at(-1);
  await expect.poll(last).toBe("full");
  size(200);
  await expect.poll(last).toBe("small");
  size(80);
  await expect.poll(last).toBe("tiny");
  box.style.marginBlockStart = "2000px";
  await expect.poll(last).toBe("none");
  box.style.marginBlockStart = "0";
  await expect.poll(last).toBe("tiny");
  element.remove();
  expect(last()).toBeUndefined();
});
