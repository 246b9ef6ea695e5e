import type { CallState, ConnectionView, Participant } from "../../src/app/call-state.ts";
import type { DeviceState } from "../../src/app/devices-state.ts";
import { FakePicture } from "./picture.ts";

/** States as a call that goes well has them; each test changes what it is about. */

export function deviceState(change: Partial<DeviceState> = {}): DeviceState {
  return {
    camera: "on",
    microphone: "on",
    cameras: [
      { id: "camera-1", label: "Integrated camera" },
      { id: "camera-2", label: "Desk camera" },
    ],
    microphones: [
      { id: "microphone-1", label: "Built-in microphone" },
      { id: "microphone-2", label: "Headset" },
    ],
    cameraId: "camera-1",
    microphoneId: "microphone-1",
    cameraTrack: undefined,
    ...change,
  };
}

/** Neither may be used, and the browser does not say what there is. */
export const refusedDevices = deviceState({
  camera: "refused",
  microphone: "refused",
  cameras: [],
  microphones: [],
  cameraId: undefined,
  microphoneId: undefined,
});

export function connectionView(change: Partial<ConnectionView> = {}): ConnectionView {
  return { phase: "connected", fallback: false, roundTrip: 12, ...change };
}

export function participant(name: string, change: Partial<Participant> = {}): Participant {
  return {
    id: name,
    name,
    microphone: "on",
    camera: "on",
    presence: "here",
    speaking: false,
    picture: new FakePicture(),
    ...change,
  };
}

export function callState(change: Partial<CallState> = {}): CallState {
  return {
    phase: "active",
    endReason: undefined,
    connection: connectionView(),
    inviteLink: "https://kith.example/#call=8fJ2kq0ZrT5mXw3bV1nLpA",
    name: "Maya",
    devices: deviceState(),
    participants: [],
    ...change,
  };
}
