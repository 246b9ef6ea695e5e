import { atom, type WritableAtom } from "nanostores";
import type { Screen } from "../../src/app/app.ts";
import type { Call } from "../../src/app/call.ts";
import type { CallState } from "../../src/app/call-state.ts";
import type { DeviceState } from "../../src/app/devices-state.ts";
import type { Preview } from "../../src/app/preview.ts";
import type { AppActions, CallActions, PreviewActions } from "../../src/components/actions.ts";
import { callState, deviceState } from "./states.ts";

class Recorder {
  /** What was asked, in order: a verb and what it was about. */
  readonly requests: string[] = [];

  protected record(verb: string, subject?: string): void {
    this.requests.push(subject === undefined ? verb : `${verb} ${subject}`);
  }

  setName(name: string): void {
    this.record("setName", name);
  }

  toggleCamera(): void {
    this.record("toggleCamera");
  }

  toggleMicrophone(): void {
    this.record("toggleMicrophone");
  }

  selectCamera(id: string): void {
    this.record("selectCamera", id);
  }

  selectMicrophone(id: string): void {
    this.record("selectMicrophone", id);
  }

  retryDevices(): void {
    this.record("retryDevices");
  }
}

export class FakeCall extends Recorder implements CallActions {
  readonly state: WritableAtom<CallState>;
  sounds = false;

  constructor(change: Partial<CallState> = {}) {
    super();
    this.state = atom(callState(change));
  }

  update(change: Partial<CallState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }

  leave(): void {
    this.record("leave");
  }

  /** Not recorded: it goes with every touch. */
  resumeSound(): void {
    this.sounds = true;
  }
}

export class FakePreview extends Recorder implements PreviewActions {
  readonly devices: WritableAtom<DeviceState>;
  readonly level: WritableAtom<number>;
  readonly name: WritableAtom<string>;

  constructor(devices: Partial<DeviceState> = {}, name = "") {
    super();
    this.devices = atom(deviceState(devices));
    this.level = atom(0);
    this.name = atom(name);
  }

  join(): void {
    this.record("join");
  }

  cancel(): void {
    this.record("cancel");
  }
}

export class FakeApp implements AppActions {
  readonly screen: WritableAtom<Screen>;
  readonly requests: string[] = [];

  constructor(screen: Screen = { name: "home" }) {
    this.screen = atom(screen);
  }

  startCall(): void {
    this.requests.push("startCall");
  }

  openInvite(link: string): void {
    this.requests.push(`openInvite ${link}`);
  }

  goHome(): void {
    this.requests.push("goHome");
  }
}

// The screens carry classes, which have private parts that no fake can have. Components see the public ones only.

export function callScreen(call: FakeCall): Screen {
  return { name: "call", call: call as CallActions as Call };
}

export function previewScreen(preview: FakePreview): Screen {
  return { name: "preview", preview: preview as PreviewActions as Preview };
}
