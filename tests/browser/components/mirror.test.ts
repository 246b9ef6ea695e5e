import { expect, onTestFinished, test, vi } from "vitest";
import "../../../src/components/parts/mirror.ts";
import { plainFrame } from "../../fakes/picture.ts";
import { deepAll, mountScene, show } from "./mount.ts";
import { colourOf } from "./pixels.ts";

/** A camera that takes a picture when it is told to. */
function camera() {
  const track = new MediaStreamTrackGenerator({ kind: "video" });
  const writer = track.writable.getWriter();
  return { track, take: (colour: string) => writer.write(plainFrame(640, 360, colour)) };
}

/** A mirror that is painted, in a place of so many pixels. */
function paintedMirror(inlineSize: number, blockSize: number) {
  const place = show(document.createElement("div"));
  place.style.cssText = `position: relative; inline-size: ${inlineSize}px; block-size: ${blockSize}px`;
  const mirror = document.createElement("kith-mirror");
  mirror.painted = true;
  place.append(mirror);
  return { mirror, place, surface: () => mirror.renderRoot.querySelector("canvas") };
}

test("beside other pictures it is painted, and no larger than it is seen", async () => {
  const { track, take } = camera();
  const { mirror, place, surface } = paintedMirror(160, 120);
  mirror.track = track;
  await mirror.updateComplete;
  expect(mirror.renderRoot.querySelector("video")).toBeNull();
  await expect.poll(async () => [await take("rgb(255 0 0)"), colourOf(surface())][1]).toBe("100");
  // As wide as it has to be to fill the height.
  expect([surface()?.width, surface()?.height]).toEqual([214, 120]);
  place.style.inlineSize = "320px";
  await expect.poll(async () => [await take("rgb(0 0 255)"), colourOf(surface())][1]).toBe("001");
  await expect.poll(async () => [await take("rgb(0 0 255)"), surface()?.width][1]).toBe(320);
});

test("another camera is painted over the first, which is let go", async () => {
  const first = camera();
  const second = camera();
  const { mirror, surface } = paintedMirror(160, 90);
  mirror.track = first.track;
  await expect.poll(async () => [await first.take("rgb(255 0 0)"), colourOf(surface())][1]).toBe("100");
  const canvas = surface();
  mirror.track = second.track;
  await expect.poll(async () => [await second.take("rgb(0 255 0)"), colourOf(surface())][1]).toBe("010");
  expect(surface()).toBe(canvas);
  await first.take("rgb(255 0 0)");
  mirror.remove();
  await second.take("rgb(0 0 255)");
  expect(colourOf(canvas)).toBe("010");
  expect([first.track.readyState, second.track.readyState]).toEqual(["live", "live"]);
});

test("what is not seen is not painted", async () => {
  const { track, take } = camera();
  const { mirror, place, surface } = paintedMirror(160, 90);
  mirror.track = track;
  await expect.poll(async () => [await take("rgb(255 0 0)"), colourOf(surface())][1]).toBe("100");
  place.style.display = "none";
  const closed = vi.spyOn(VideoFrame.prototype, "close");
  onTestFinished(() => closed.mockRestore());
  // Frames go on being taken from the camera, and let go.
  await expect.poll(async () => [await take("rgb(0 0 255)"), closed.mock.calls.length][1]).toBeGreaterThan(3);
  expect(surface()?.width).toBe(160);
  expect(colourOf(surface())).toBe("100");
  place.style.display = "block";
  await expect.poll(async () => [await take("rgb(0 0 255)"), colourOf(surface())][1]).toBe("001");
});

test("a camera that has ended is not painted, and nothing fails", async () => {
  const { track } = camera();
  const { mirror, surface } = paintedMirror(160, 90);
  track.stop();
  mirror.track = track;
  await mirror.updateComplete;
  expect(surface()?.dataset["shape"]).toBeUndefined();
});

test("in a call of two there is one video, and the display keeps its pace", async () => {
  mountScene("call-two");
  await expect.poll(() => deepAll("canvas[role=img]").length).toBe(1);
  await expect.poll(() => deepAll("video").length).toBe(1);
});
