import type { CallState, ConnectionView, InviteState, Participant } from "../../src/app/call-state.ts";
import {
  type CheckFindings,
  type CheckLine,
  type CheckResult,
  type CheckState,
  overallOf,
  verdictOf,
} from "../../src/app/check-state.ts";
import type { Contact, ContactsState } from "../../src/app/contacts-state.ts";
import type { DeviceState } from "../../src/app/devices-state.ts";
import type { PairingState } from "../../src/app/pairing-state.ts";
import type { Permissions } from "../../src/app/permissions.ts";
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
    speakers: [
      { id: "default", label: "Default" },
      { id: "speaker-2", label: "Headset" },
    ],
    cameraId: "camera-1",
    microphoneId: "microphone-1",
    speakerId: "default",
    cameraTrack: undefined,
    talking: false,
    standIns: [],
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
  return { fallback: false, roundTrip: 12, ...change };
}

export function participant(name: string, change: Partial<Participant> = {}): Participant {
  return {
    id: name,
    name,
    microphone: "on",
    camera: "on",
    presence: "here",
    speaking: false,
    fingerprint: fingerprint(name),
    known: "guest",
    movedFrom: undefined,
    remember: { own: false, theirs: false },
    sharing: { own: false, theirs: false },
    picture: new FakePicture(),
    screen: undefined,
    ...change,
  };
}

export function callState(change: Partial<CallState> = {}): CallState {
  return {
    phase: "active",
    history: [
      { phase: "entering", at: 0 },
      { phase: "active", at: 400 },
    ],
    endReason: undefined,
    connection: connectionView(),
    invite: inviteState(),
    partner: undefined,
    handoff: undefined,
    warning: undefined,
    watchOnly: false,
    name: "Maya",
    devices: deviceState(),
    screen: { status: "off", track: undefined, look: undefined, sound: undefined, trouble: undefined },
    participants: [],
    ...change,
  };
}

/** Of a check that has found this much. */
export function checkState(
  findings: { readonly [Line in CheckLine]?: CheckFindings[Line] } = {},
): CheckState {
  const result = <Line extends CheckLine>(line: Line): CheckResult<Line> => {
    const finding = findings[line];
    return finding === undefined
      ? { verdict: undefined }
      : { verdict: verdictOf(line, finding), finding, ...(line === "roundTrip" ? { amount: 24 } : {}) };
  };
  const lines = {
    connection: result("connection"),
    roundTrip: result("roundTrip"),
    encoder: result("encoder"),
    camera: result("camera"),
    microphone: result("microphone"),
    speaker: result("speaker"),
  };
  return { lines, overall: overallOf(lines) };
}

export function inviteState(change: Partial<InviteState> = {}): InviteState {
  return {
    link: "https://kith.example/join#8fJ2kq0ZrT5mXw3bV1nLpA",
    own: true,
    used: 0,
    expiresAt: undefined,
    uses: 0,
    guestsTalk: true,
    ...change,
  };
}

/** A fingerprint in hexadecimal, another one for each name. */
export function fingerprint(name: string): string {
  let state = [...name].reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7);
  return Array.from({ length: 64 }, () => {
    state = (state * 48271 + 11) % 2147483647;
    return (state % 16).toString(16);
  }).join("");
}

/** As a device has them that was just paired. */
export const newPermissions: Permissions = {
  ring: { granted: true },
  autoAnswerAudio: { granted: false },
  autoAnswerVideo: { granted: false },
  control: { granted: false },
  clipboardIn: { granted: false },
  clipboardOut: { granted: false },
};

export function contact(name: string, change: Partial<Contact> = {}): Contact {
  return {
    id: fingerprint(name),
    name,
    online: true,
    lastSeen: Date.now(),
    missedAt: undefined,
    permissions: newPermissions,
    pairedAt: Date.UTC(2026, 10, 3, 12),
    ...change,
  };
}

export function contactsState(change: Partial<ContactsState> = {}): ContactsState {
  return { self: fingerprint("Maya"), persistent: true, connected: true, contacts: [], ...change };
}

const noor = { name: "Noor's phone", fingerprint: fingerprint("Noor's phone") };

/** One state of every step of pairing; each test changes what it is about. */
export const pairingStates = {
  choosing: { step: "choosing" },
  preparing: { step: "preparing" },
  showing: {
    step: "showing",
    pin: "4821736152",
    link: "https://kith.example/pair#4821736152",
    get expiresAt() {
      return Date.now() + 271_000;
    },
    guessesLeft: 3,
  },
  typing: { step: "typing", problem: undefined },
  proving: { step: "proving" },
  confirming: {
    step: "confirming",
    isLookalike: false,
    peer: noor,
    self: fingerprint("Maya"),
    permissions: newPermissions,
    confirmed: false,
  },
  paired: { step: "paired", peer: noor },
  failed: { step: "failed", reason: "expired" },
} satisfies { readonly [Step in PairingState["step"]]: Extract<PairingState, { step: Step }> };
