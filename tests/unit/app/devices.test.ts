import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SWAP_OVERLAP } from "../../../src/app/capture-source.ts";
import { Devices } from "../../../src/app/devices.ts";
import type { DeviceState } from "../../../src/app/devices-state.ts";
import { Settings } from "../../../src/app/settings.ts";
import { FakeHardware, type FakeTrack, settled } from "../../fakes/hardware.ts";

const both = ["camera desk", "camera lid", "microphone lid", "microphone headset"];

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function opened(hardware = new FakeHardware(...both), settings = new Settings(undefined)) {
  const devices = new Devices(settings, hardware);
  await devices.open();
  await settled();
  return { devices, hardware, settings, now: () => devices.state.get() };
}

function microphoneOf(devices: Devices): FakeTrack {
  return devices.microphoneTrack.get() as unknown as FakeTrack;
}

describe("opening", () => {
  test("asks once for both, and lists what there is", async () => {
    const { hardware, now } = await opened();
    expect(hardware.requests).toHaveLength(1);
    expect(now()).toMatchObject({ camera: "on", microphone: "on", cameraId: "desk", microphoneId: "lid" });
    expect(now().cameras.map(({ label }) => label)).toEqual(["The desk", "The lid"]);
  });

  test("gets what there is where one is missing", async () => {
    const { now } = await opened(new FakeHardware("microphone lid"));
    expect(now()).toMatchObject({ camera: "missing", microphone: "on" });
  });

  test.each([
    ["NotAllowedError", "refused"],
    ["NotReadableError", "busy"],
    ["AbortError", "busy"],
    ["NotFoundError", "missing"],
  ] as const)("%s of the camera means that it is %s, and another try may help", async (error, status) => {
    const hardware = new FakeHardware(...both);
    hardware.errors.camera = error;
    const { devices, now } = await opened(hardware);
    expect(now()).toMatchObject({ camera: status, microphone: "on" });
    delete hardware.errors.camera;
    await devices.retry();
    expect(now().camera).toBe("on");
  });

  test("uses what was chosen last time, and anything else while that is away", async () => {
    const settings = new Settings(undefined);
    settings.prefer({ camera: "lid", microphone: "studio" });
    const { hardware, now } = await opened(undefined, settings);
    expect(now()).toMatchObject({ cameraId: "lid", microphoneId: "lid", standIns: [] });
    await hardware.plug(...both, "microphone studio");
    expect(now()).toMatchObject({ microphone: "on", microphoneId: "studio" });
  });

  test("what is turned off while the browser asks stays off", async () => {
    const hardware = new FakeHardware(...both);
    const devices = new Devices(new Settings(undefined), hardware);
    const opening = devices.open();
    while (hardware.requests.length === 0) await Promise.resolve();
    await devices.turnCamera(false);
    await opening;
    expect(devices.state.get().camera).toBe("off");
    expect(hardware.live("video")).toEqual([]);
  });

  test("what was closed while the browser asks is let go of", async () => {
    const hardware = new FakeHardware(...both);
    const devices = new Devices(new Settings(undefined), hardware);
    const opening = devices.open();
    while (hardware.requests.length === 0) await Promise.resolve();
    devices.close();
    await opening;
    expect(hardware.live()).toEqual([]);
  });

  test.each([true, false])(
    "nobody is asked who has left before there was anything to see",
    async (camera) => {
      const hardware = new FakeHardware(...both);
      const devices = new Devices(new Settings(undefined), hardware);
      const opening = devices.open(camera);
      devices.close();
      await opening;
      expect(hardware.requests).toEqual([]);
    },
  );
});

describe("another device", () => {
  test("delivers before the old one is let go of", async () => {
    const { devices, hardware, settings, now } = await opened();
    await devices.selectCamera("lid");
    expect(now()).toMatchObject({ camera: "on", cameraId: "lid" });
    expect(hardware.live("video").map(({ label }) => label)).toEqual(["The desk", "The lid"]);
    vi.advanceTimersByTime(SWAP_OVERLAP);
    expect(hardware.live("video").map(({ label }) => label)).toEqual(["The lid"]);
    expect(settings.preferences.get().camera).toBe("lid");
  });

  test("takes the place of the old one at once where only one can be open", async () => {
    const hardware = new FakeHardware(...both);
    hardware.isSingle = true;
    const { devices, now } = await opened(hardware);
    await devices.selectCamera("lid");
    expect(now()).toMatchObject({ camera: "on", cameraId: "lid" });
    expect(hardware.live("video").map(({ label }) => label)).toEqual(["The lid"]);
  });

  test("that cannot be had leaves the old one at work", async () => {
    const { devices, hardware, now } = await opened();
    await devices.selectCamera("gone");
    expect(now()).toMatchObject({ camera: "on", cameraId: "desk" });
    hardware.errors.microphone = "NotAllowedError";
    await devices.selectMicrophone("headset");
    expect(now()).toMatchObject({ microphone: "on", microphoneId: "lid" });
  });

  test("a muted microphone stays muted through the change", async () => {
    const { devices, now } = await opened();
    await devices.toggleMicrophone();
    await devices.selectMicrophone("headset");
    expect(now()).toMatchObject({ microphone: "off", microphoneId: "headset" });
    expect(microphoneOf(devices).enabled).toBe(false);
  });

  test("a camera that is off stays off, and is the chosen one when it is turned on", async () => {
    const { devices, hardware, now } = await opened();
    await devices.toggleCamera();
    await devices.selectCamera("lid");
    expect(now()).toMatchObject({ camera: "off", cameraId: "lid" });
    expect(hardware.live("video")).toEqual([]);
    await devices.toggleCamera();
    expect(now()).toMatchObject({ camera: "on", cameraId: "lid" });
  });

  test("of two choices in a row the last one counts", async () => {
    const { devices, hardware, now } = await opened();
    await Promise.all([devices.selectMicrophone("headset"), devices.selectMicrophone("lid")]);
    vi.advanceTimersByTime(SWAP_OVERLAP);
    expect(now().microphoneId).toBe("lid");
    expect(hardware.live("audio").map(({ label }) => label)).toEqual(["The lid"]);
  });
});

describe("a device that goes away", () => {
  test("has another one in its place, and its place again when it is back", async () => {
    const { devices, hardware, now } = await opened();
    await devices.selectMicrophone("headset");
    await hardware.plug("camera desk", "microphone lid");
    expect(now()).toMatchObject({
      microphone: "on",
      microphoneId: "lid",
      standIns: [{ kind: "microphone", gone: "The headset" }],
    });
    await hardware.plug(...both);
    expect(now()).toMatchObject({ microphone: "on", microphoneId: "headset", standIns: [] });
  });

  test("is lost where there is no other, until there is one", async () => {
    const { hardware, now } = await opened(new FakeHardware("camera desk", "microphone lid"));
    await hardware.plug("microphone lid");
    expect(now()).toMatchObject({ camera: "lost", cameras: [] });
    await hardware.plug("microphone lid", "camera other");
    expect(now()).toMatchObject({ camera: "on", cameraId: "other" });
    await hardware.plug("microphone lid", "camera other", "camera desk");
    expect(now()).toMatchObject({ camera: "on", cameraId: "desk", standIns: [] });
  });

  test("leaves nobody unmuted who was muted", async () => {
    const { devices, hardware, now } = await opened();
    await devices.toggleMicrophone();
    await hardware.plug("microphone headset");
    expect(now()).toMatchObject({ microphone: "off", microphoneId: "headset" });
    expect(microphoneOf(devices).enabled).toBe(false);
  });

  test("is not waited for once another one was chosen", async () => {
    const { devices, hardware, now } = await opened(
      new FakeHardware("camera desk", "camera lid", "camera third", "microphone lid"),
    );
    await hardware.plug("camera lid", "camera third", "microphone lid");
    await devices.selectCamera("third");
    await hardware.plug("camera desk", "camera lid", "camera third", "microphone lid");
    expect(now().cameraId).toBe("third");
  });

  test("whose permission was withdrawn is refused, and comes back with it", async () => {
    const { hardware, now } = await opened();
    hardware.permissions.camera = "denied";
    hardware.errors.camera = "NotAllowedError";
    for (const track of hardware.live("video")) track.end();
    await settled();
    expect(now().camera).toBe("refused");
    delete hardware.errors.camera;
    await hardware.permit("camera", "granted");
    expect(now().camera).toBe("on");
  });

  test("that the system uses by default gives way to the system's next", async () => {
    const { hardware, now } = await opened(new FakeHardware("microphone default=Headset", "microphone lid"));
    await hardware.plug("microphone default=Built-in", "microphone lid");
    expect(now()).toMatchObject({ microphone: "on", microphoneId: "default", standIns: [] });
    expect(hardware.live("audio").map(({ label }) => label)).toContain("Built-in");
  });
});

describe("a device that was never there", () => {
  test("is offered when it comes, and does not turn itself on", async () => {
    const { devices, hardware, now } = await opened(new FakeHardware("microphone lid"));
    await hardware.plug("microphone lid", "camera desk");
    expect(now().camera).toBe("off");
    expect(hardware.live("video")).toEqual([]);
    await devices.toggleCamera();
    expect(now().camera).toBe("on");
  });
});

describe("what is done to the sound", () => {
  const processingOf = (devices: Devices) => microphoneOf(devices).getSettings().noiseSuppression;

  test("changes under way", async () => {
    const { devices, hardware, settings } = await opened();
    expect(processingOf(devices)).toBe(true);
    settings.prefer({ noiseSuppression: false });
    await settled();
    expect(processingOf(devices)).toBe(false);
    expect(hardware.opened.filter(({ kind }) => kind === "audio")).toHaveLength(1);
  });

  test("is asked for anew where the open microphone does not change", async () => {
    const hardware = new FakeHardware(...both);
    hardware.canBeTold = false;
    const { devices, settings, now } = await opened(hardware);
    await devices.selectMicrophone("headset");
    settings.prefer({ noiseSuppression: false });
    await settled();
    expect(processingOf(devices)).toBe(false);
    expect(now().microphoneId).toBe("headset");
  });
});

describe("push to talk", () => {
  async function ready(): Promise<{ devices: Devices; now: () => DeviceState; settings: Settings }> {
    const settings = new Settings(undefined);
    settings.prefer({ pushToTalk: true });
    return await opened(undefined, settings);
  }

  test("the microphone is on while the key is held, and begins off", async () => {
    const { devices, now } = await ready();
    expect(now()).toMatchObject({ microphone: "off", talking: false });
    expect(microphoneOf(devices).enabled).toBe(false);
    devices.talk(true);
    expect(now()).toMatchObject({ microphone: "on", talking: true });
    devices.talk(false);
    expect(now()).toMatchObject({ microphone: "off", talking: false });
  });

  test("does not turn off what was turned on by hand", async () => {
    const { devices, now } = await ready();
    await devices.toggleMicrophone();
    devices.talk(true);
    devices.talk(false);
    expect(now().microphone).toBe("on");
  });

  test("the key does nothing where it is not wanted", async () => {
    const { devices, settings, now } = await ready();
    settings.prefer({ pushToTalk: false });
    devices.talk(true);
    expect(now()).toMatchObject({ microphone: "off", talking: false });
  });

  test("turning it on mutes, turning it off under way lets go of the key", async () => {
    const { devices, settings, now } = await opened();
    settings.prefer({ pushToTalk: true });
    expect(now().microphone).toBe("off");
    devices.talk(true);
    settings.prefer({ pushToTalk: false });
    expect(now()).toMatchObject({ microphone: "off", talking: false });
  });

  test("another microphone in the middle of a sentence goes on", async () => {
    const { devices, now } = await ready();
    devices.talk(true);
    await devices.selectMicrophone("headset");
    expect(now()).toMatchObject({ microphone: "on", microphoneId: "headset" });
    devices.talk(false);
    expect(microphoneOf(devices).enabled).toBe(false);
  });
});

test("in a call of sound only the camera stays off until it is turned on", async () => {
  const settings = new Settings(undefined);
  settings.prefer({ dataUse: "sound" });
  const { devices, hardware, now } = await opened(undefined, settings);
  expect(now()).toMatchObject({ camera: "off", microphone: "on" });
  expect(hardware.requests.some(({ video }) => video)).toBe(false);
  await devices.toggleCamera();
  expect(now().camera).toBe("on");
});

test("closing stops every track, those on their way out as well", async () => {
  const { devices, hardware } = await opened();
  await devices.selectCamera("lid");
  devices.close();
  expect(hardware.live()).toEqual([]);
});
