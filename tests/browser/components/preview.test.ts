import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { FakePreview } from "../../fakes/app.ts";
import { fakeCamera } from "../../fakes/picture.ts";
import { deviceState, refusedDevices } from "../../fakes/states.ts";
import { deepAll, mountPreview } from "./mount.ts";

const join = page.getByRole("button", { name: "Join call" });

test("name, camera and microphone are chosen, then the call is joined", async () => {
  const preview = mountPreview(new FakePreview());
  await page.getByRole("textbox", { name: "Your name" }).fill("Maya");
  await page.getByRole("combobox", { name: "Camera" }).selectOptions("Desk camera");
  await page.getByRole("combobox", { name: "Microphone" }).selectOptions("Headset");
  await join.click();
  expect(preview.requests).toEqual([
    "setName Maya",
    "selectCamera camera-2",
    "selectMicrophone microphone-2",
    "join",
  ]);
});

test("Enter in the name joins under that name", async () => {
  const preview = mountPreview(new FakePreview());
  await page.getByRole("textbox", { name: "Your name" }).fill("Maya");
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => preview.requests.at(-1)).toBe("join");
  expect(preview.requests).toContain("setName Maya");
});

test("a name that the app trims is not changed under the fingers", async () => {
  const preview = new FakePreview();
  preview.setName = (name) => preview.name.set(name.trim());
  mountPreview(preview);
  const name = page.getByRole("textbox", { name: "Your name" });
  await name.click();
  await userEvent.keyboard("Maya Lind");
  await expect.element(name).toHaveValue("Maya Lind");
  expect(preview.name.get()).toBe("Maya Lind");
});

test("the remembered name is there, and no name is longer than others keep", async () => {
  mountPreview(new FakePreview({}, "Maya"));
  const name = page.getByRole("textbox", { name: "Your name" });
  await expect.element(name).toHaveValue("Maya");
  await expect.element(name).toHaveAttribute("maxlength", "64");
});

test("the switches follow the devices", async () => {
  const preview = mountPreview(new FakePreview());
  await page.getByRole("button", { name: "Mute microphone" }).click();
  await page.getByRole("button", { name: "Turn camera off" }).click();
  expect(preview.requests).toEqual(["toggleMicrophone", "toggleCamera"]);
  preview.devices.set(deviceState({ camera: "off", microphone: "off" }));
  await expect.element(page.getByRole("button", { name: "Unmute microphone" })).toBeVisible();
  await expect.element(page.getByRole("button", { name: "Turn camera on" })).toBeVisible();
  await expect.element(page.getByText("Your camera is off")).toBeVisible();
});

test("the mirror shows the camera and lets it go with the screen", async () => {
  const track = fakeCamera();
  const preview = mountPreview(new FakePreview({ cameraTrack: track }));
  const video = () => deepAll("video")[0] as HTMLVideoElement | undefined;
  await expect.poll(() => video()?.videoWidth).toBe(640);
  const shown = video();
  expect(shown?.muted).toBe(true);
  preview.devices.set(deviceState({ camera: "off" }));
  await expect.poll(video).toBeUndefined();
  expect(shown?.srcObject).toBeNull();
  expect(track.readyState).toBe("live");
  track.stop();
});

test("the level moves with the microphone and is not shown without one", async () => {
  const preview = mountPreview(new FakePreview());
  const meter = page.getByRole("meter", { name: "Microphone level" });
  preview.level.set(0.42);
  await expect.element(meter).toHaveAttribute("aria-valuenow", "42");
  preview.level.set(7);
  await expect.element(meter).toHaveAttribute("aria-valuenow", "100");
  preview.devices.set(deviceState({ microphone: "off" }));
  await expect.element(meter).not.toBeInTheDocument();
});

test("without camera and microphone one still joins, and is told as what", async () => {
  const preview = mountPreview(new FakePreview(refusedDevices));
  const alert = page.getByRole("alert");
  await expect.element(alert).toHaveTextContent("Kith may not use your camera and microphone.");
  await expect.element(alert).toHaveTextContent("Allow it in the browser's settings");
  await expect.element(alert).toHaveTextContent("You can still join to watch and listen");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Turn camera on" }).click();
  await page.getByRole("button", { name: "Unmute microphone" }).click();
  await join.click();
  expect(preview.requests).toEqual(["retryDevices", "retryDevices", "retryDevices", "join"]);
});

test("it says that nobody can listen", async () => {
  const preview = mountPreview(new FakePreview());
  await expect.element(page.getByText("End-to-end encrypted")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(preview.requests).toEqual(["cancel"]);
});

test("devices without a name are numbered, and none is said to be none", async () => {
  mountPreview(
    new FakePreview({
      cameras: [{ id: "x", label: "" }],
      camera: "on",
      microphones: [],
      microphone: "missing",
    }),
  );
  await expect.element(page.getByRole("option", { name: "Camera 1" })).toBeInTheDocument();
  const microphone = page.getByRole("combobox", { name: "Microphone" });
  await expect.element(microphone).toBeDisabled();
  await expect.element(microphone).toHaveTextContent("None found");
});
