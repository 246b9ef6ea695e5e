import type { Screen } from "../../src/app/app.ts";
import type { CallState, Participant } from "../../src/app/call-state.ts";
import type { DeviceState } from "../../src/app/devices-state.ts";
import { callScreen, FakeCall, FakePreview, previewScreen } from "./app.ts";
import { fakeCamera, stillPicture } from "./picture.ts";
import { connectionView, deviceState, participant, refusedDevices } from "./states.ts";

/** Every screen in the states worth looking at, for checks that hold on all of them. */
export const scenes: Readonly<Record<string, () => Screen>> = {
  home: () => ({ name: "home" }),
  "notice-invalid-invite": () => ({ name: "notice", notice: "invalid-invite" }),
  "notice-unsupported-browser": () => ({ name: "notice", notice: "unsupported-browser" }),

  preview: () => preview({ cameraTrack: fakeCamera() }, "Maya"),
  "preview-opening": () =>
    preview({ camera: "opening", microphone: "opening", cameras: [], microphones: [] }),
  "preview-refused": () => preview(refusedDevices),
  "preview-no-camera": () => preview({ camera: "missing", cameras: [], cameraId: undefined }, "Maya"),
  "preview-all-off": () => preview({ camera: "off", microphone: "off" }, "Maya"),

  "call-joining": () => call({ phase: "joining", connection: connectionView({ phase: "connecting" }) }),
  "call-alone": () => call({ devices: deviceState({ cameraTrack: fakeCamera() }) }),
  "call-alone-unnamed": () => call({ name: "", devices: deviceState({ cameraTrack: fakeCamera() }) }),
  "call-two": () => call({ ...withCamera(), participants: people(1) }),
  "call-two-fallback": () =>
    call({ ...withCamera(), connection: connectionView({ fallback: true }), participants: people(1) }),
  "call-two-upright": () =>
    call({
      ...withCamera(),
      participants: [participant("Noor", { picture: stillPicture(360, 640, 200) })],
    }),
  "call-two-away": () =>
    call({
      ...withCamera(),
      connection: connectionView({ phase: "reconnecting" }),
      participants: [participant("Noor", { picture: stillPicture(640, 360, 200), presence: "away" })],
    }),
  "call-refused": () => call({ devices: refusedDevices, participants: people(1) }),
  "call-three": () => call({ ...withCamera(), participants: people(2) }),
  "call-five": () => call({ ...withCamera(), participants: people(4) }),
  "call-eight": () => call({ ...withCamera(), participants: people(7) }),
  "call-sixteen": () => call({ ...withCamera(), participants: people(15) }),

  "ended-left": () => call({ phase: "ended", endReason: "left" }),
  "ended-relay-unreachable": () => call({ phase: "ended", endReason: "relay-unreachable" }),
  "ended-relay-refused": () => call({ phase: "ended", endReason: "relay-refused" }),
  "ended-room-full": () => call({ phase: "ended", endReason: "room-full" }),
  "ended-incompatible": () => call({ phase: "ended", endReason: "incompatible" }),
  "ended-crashed": () => call({ phase: "ended", endReason: "crashed" }),
};

function preview(devices: Partial<DeviceState>, name = ""): Screen {
  const fake = new FakePreview(devices, name);
  fake.level.set(0.4);
  return previewScreen(fake);
}

function call(change: Partial<CallState>): Screen {
  return callScreen(new FakeCall(change));
}

function withCamera(): Partial<CallState> {
  return { devices: deviceState({ cameraTrack: fakeCamera() }) };
}

/** Guests with all that tiles can show: speaking, muted, without a camera, watching only, awkward names. */
function people(count: number): readonly Participant[] {
  const seen = (hue: number) => ({ picture: stillPicture(640, 360, hue) });
  const guests = [
    participant("Noor", { ...seen(200), speaking: true }),
    participant("Tomasz Wiśniewski", { ...seen(100), microphone: "off" }),
    participant("Aurelia Featherstonehaugh-Montgomery of Upper Wallop", { camera: "off" }),
    participant("李小龍", { camera: "off", microphone: "off" }),
    participant("", { camera: "none", microphone: "none" }),
    participant("\u202Egnitteb", { ...seen(300) }),
    participant("Kofi", { picture: stillPicture(360, 640, 20) }),
  ];
  return Array.from({ length: count }, (_, index) => {
    const guest = guests[index % guests.length] as Participant;
    return { ...guest, id: `${index}` };
  });
}
