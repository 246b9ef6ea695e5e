import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { FakeApp } from "../../fakes/app.ts";
import { fakeCamera } from "../../fakes/picture.ts";
import { checkState, deviceState } from "../../fakes/states.ts";
import { deepAll, focused, mount } from "./mount.ts";

const well = {
  connection: "udp",
  roundTrip: "near",
  encoder: "usual",
  camera: "works",
  microphone: "works",
} as const;

/** Home, with the check open. */
async function open() {
  const app = mount(new FakeApp());
  await page.getByRole("button", { name: "Check this device" }).click();
  await expect.element(page.getByRole("dialog", { name: "Check this device" })).toBeVisible();
  return app.check;
}

test("each line says how far it has come, and the verdict is read out when it is there", async () => {
  const check = await open();
  expect(deepAll("h3").length).toBe(6);
  await expect.element(page.getByText("Say something…")).toBeVisible();
  expect(deepAll(".overall")[0]?.ariaLive).toBe("polite");
  check.state.set(checkState(well));
  await expect.element(page.getByText("This device is ready for calls.")).toBeVisible();
  await expect.element(page.getByText("The relay answers within 24 ms.")).toBeVisible();
});

test("what is wrong comes with what to do", async () => {
  const check = await open();
  check.state.set(checkState({ ...well, connection: "websocket", camera: "refused" }));
  await expect.element(page.getByText("Calls work from here, though not at their best.")).toBeVisible();
  await expect.element(page.getByText("Allow it in the browser's settings for this site.")).toBeVisible();
  check.state.set(checkState({ connection: "unreachable" }));
  await expect.element(page.getByText("A call would not work from here yet.")).toBeVisible();
});

test("one sees the camera and the level of the microphone", async () => {
  const check = await open();
  check.devices.set(deviceState({ cameraTrack: fakeCamera() }));
  await expect.element(page.getByRole("meter", { name: "Microphone level" })).toBeVisible();
  await expect.poll(() => (deepAll("video")[0] as HTMLVideoElement | undefined)?.videoWidth).toBe(640);
});

test("the tone is played, and the person says whether it was heard; the focus goes along", async () => {
  const check = await open();
  await page.getByRole("button", { name: "Play tone" }).click();
  await expect.poll(() => focused()?.textContent).toBe("Yes, I heard it");
  await page.getByRole("button", { name: "Yes, I heard it" }).click();
  await expect.poll(() => focused()?.textContent).toBe("Play tone");
  await page.getByRole("button", { name: "Check again" }).click();
  expect(check.requests).toEqual(["playTone", "answer true", "again"]);
});

test("it is closed with its dialog", async () => {
  const check = await open();
  await page.getByRole("button", { name: "Close" }).click();
  await expect.poll(() => check.requests).toEqual(["close"]);
  await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
});
