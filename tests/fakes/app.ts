import { atom, type WritableAtom } from "nanostores";
import type { Screen } from "../../src/app/app.ts";
import type { Call } from "../../src/app/call.ts";
import type { CallState, InviteTerms } from "../../src/app/call-state.ts";
import { Chat } from "../../src/app/chat.ts";
import type { CheckState } from "../../src/app/check-state.ts";
import type { ContactsState } from "../../src/app/contacts-state.ts";
import type { DeviceState } from "../../src/app/devices-state.ts";
import type { Pairing } from "../../src/app/pairing.ts";
import type { PairingState } from "../../src/app/pairing-state.ts";
import type { PastCall } from "../../src/app/past-call.ts";
import type { Permissions } from "../../src/app/permissions.ts";
import { type Preferences, usualPreferences } from "../../src/app/preferences.ts";
import type { Preview } from "../../src/app/preview.ts";
import type { IncomingRing } from "../../src/app/ring-state.ts";
import { Stage } from "../../src/app/stage.ts";
import type { StatisticsState } from "../../src/app/statistics.ts";
import type { SystemState } from "../../src/app/system/system-state.ts";
import type {
  AppActions,
  CallActions,
  CheckActions,
  PairingActions,
  PreviewActions,
  SystemActions,
} from "../../src/components/actions.ts";
import type { ToEngine } from "../../src/workers/engine/client.ts";
import { callState, checkState, contactsState, deviceState } from "./states.ts";
import { statisticsState } from "./statistics.ts";

class Recorder {
  /** What was asked, in order: a verb and what it was about. */
  readonly requests: string[] = [];

  protected record(verb: string, subject?: string): void {
    this.requests.push(subject === undefined ? verb : `${verb} ${subject}`);
  }

  setName(name: string): void {
    this.record("setName", name);
  }
}

class DeviceRecorder extends Recorder {
  readonly level: WritableAtom<number> = atom(0);
  readonly preferences: WritableAtom<Preferences> = atom(usualPreferences);

  prefer(change: Partial<Preferences>): void {
    this.preferences.set({ ...this.preferences.get(), ...change });
    this.record("prefer", JSON.stringify(change));
  }

  async testSpeaker(): Promise<void> {
    this.record("testSpeaker");
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

function chatRequest(message: ToEngine): [string, string] {
  if (message.type === "say") return ["say", message.text];
  if (message.type === "offer-file") return ["offer-file", message.file.name];
  return [message.type, "entry" in message ? message.entry : ""];
}

export class FakeCall extends DeviceRecorder implements CallActions {
  readonly state: WritableAtom<CallState>;
  readonly statistics: WritableAtom<StatisticsState> = atom(statisticsState([], undefined, 0));
  readonly stage = new Stage();
  /** What was asked of the engine is recorded. */
  readonly chat = new Chat((message) => this.record(...chatRequest(message)));
  sounds = false;
  /** The terms of the link that was asked for last. */
  renewed: InviteTerms | undefined;

  constructor(change: Partial<CallState> = {}) {
    super();
    this.state = atom(callState(change));
    this.state.subscribe(({ participants }) => this.stage.setParticipants(participants));
  }

  diagnostics(): string {
    return "{}";
  }

  update(change: Partial<CallState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }

  leave(): void {
    this.record("leave");
  }

  shareScreen(): void {
    this.record("shareScreen");
  }

  stopSharing(): void {
    this.record("stopSharing");
  }

  talk(isHeld: boolean): void {
    this.record("talk", `${isHeld}`);
  }

  renewInvite(terms: InviteTerms): void {
    this.renewed = terms;
    this.record("renewInvite");
  }

  remember({ id }: { readonly id: string }, wanted: boolean): void {
    this.record("remember", `${id} ${wanted}`);
  }

  offerHandoff(): void {
    this.record("offerHandoff");
  }

  stopHandoff(): void {
    this.record("stopHandoff");
  }

  shareStage(id: string, wanted: boolean): void {
    this.record("shareStage", `${id} ${wanted}`);
  }

  dismissWarning(): void {
    this.record("dismissWarning");
  }

  /** Not recorded: it goes with every touch. */
  resumeSound(): void {
    this.sounds = true;
  }
}

export class FakePreview extends DeviceRecorder implements PreviewActions {
  readonly devices: WritableAtom<DeviceState>;
  readonly name: WritableAtom<string>;
  watchOnly = false;
  isContinuing = false;

  constructor(devices: Partial<DeviceState> = {}, name = "") {
    super();
    this.devices = atom(deviceState(devices));
    this.name = atom(name);
  }

  join(): void {
    this.record("join");
  }

  cancel(): void {
    this.record("cancel");
  }
}

export class FakePairing extends Recorder implements PairingActions {
  readonly state: WritableAtom<PairingState>;
  /** Those that were set last. */
  permissions: Permissions | undefined;

  constructor(state: PairingState = { step: "choosing" }) {
    super();
    this.state = atom(state);
  }

  showPin(): void {
    this.record("showPin");
  }

  enterPin(): void {
    this.record("enterPin");
  }

  typePin(pin: string): void {
    this.record("typePin", pin);
  }

  setPermissions(permissions: Permissions): void {
    this.permissions = permissions;
    this.record("setPermissions");
  }

  confirm(): void {
    this.record("confirm");
  }

  decline(): void {
    this.record("decline");
  }

  cancel(): void {
    this.record("cancel");
  }
}

/** A check that has come as far as the test says. */
class FakeCheck extends Recorder implements CheckActions {
  readonly state: WritableAtom<CheckState> = atom(checkState());
  readonly devices: WritableAtom<DeviceState> = atom(
    deviceState({ camera: "opening", microphone: "opening" }),
  );
  readonly level: WritableAtom<number> = atom(0);

  again(): void {
    this.record("again");
  }

  playTone(): void {
    this.record("playTone");
  }

  answer(heard: boolean): void {
    this.record("answer", `${heard}`);
  }

  close(): void {
    this.record("close");
  }
}

interface FakeAppParts {
  readonly contacts?: Partial<ContactsState>;
  readonly ring?: IncomingRing;
  readonly name?: string;
  readonly pastCalls?: readonly PastCall[];
  readonly system?: Partial<SystemState>;
}

export class FakeSystem extends Recorder implements SystemActions {
  readonly state: WritableAtom<SystemState>;

  constructor(change: Partial<SystemState> = {}) {
    super();
    this.state = atom<SystemState>({
      online: true,
      installation: "none",
      newVersion: false,
      notifications: "granted",
      ...change,
    });
  }

  install(): void {
    this.record("install");
  }

  async renew(): Promise<void> {
    this.record("renew");
  }

  async allowNotifications(): Promise<void> {
    this.record("allowNotifications");
  }
}

export class FakeApp extends Recorder implements AppActions {
  readonly screen: WritableAtom<Screen>;
  readonly contacts: WritableAtom<ContactsState>;
  readonly ring: WritableAtom<IncomingRing | undefined>;
  readonly name: WritableAtom<string>;
  readonly language = atom("");
  readonly system: FakeSystem;
  readonly pastCalls: { readonly state: WritableAtom<readonly PastCall[]>; clear(): void };
  /** Those that were set last. */
  permissions: Permissions | undefined;
  readonly check = new FakeCheck();

  constructor(
    screen: Screen = { name: "home" },
    { contacts, ring, name = "Maya", pastCalls = [], system }: FakeAppParts = {},
  ) {
    super();
    this.system = new FakeSystem(system);
    this.pastCalls = { state: atom(pastCalls), clear: () => this.record("clearPastCalls") };
    this.screen = atom(screen);
    this.contacts = atom(contactsState(contacts));
    this.ring = atom(ring);
    this.name = atom(name);
  }

  checkDevice(): Promise<CheckActions> {
    this.record("checkDevice");
    return Promise.resolve(this.check);
  }

  startCall(): void {
    this.record("startCall");
  }

  pairDevice(): void {
    this.record("pairDevice");
  }

  openInvite(textOrLink: string): void {
    this.record("openInvite", textOrLink);
  }

  goHome(): void {
    this.record("goHome");
  }

  callContact(id: string, video: boolean): void {
    this.record("callContact", `${id} ${video}`);
  }

  renameContact(id: string, name: string): void {
    this.record("renameContact", `${id} ${name}`);
  }

  setPermissions(id: string, permissions: Permissions): void {
    this.permissions = permissions;
    this.record("setPermissions", id);
  }

  revokeContact(id: string): void {
    this.record("revokeContact", id);
  }

  seeMissed(id: string): void {
    this.record("seeMissed", id);
  }

  answerRing(accept: boolean): void {
    this.record("answerRing", `${accept}`);
  }

  setLanguage(language: string): void {
    this.language.set(language);
    this.record("setLanguage", language);
  }

  forgetEverything(): void {
    this.record("forgetEverything");
  }
}

// The screens carry classes, which have private parts that no fake can have. Components see the public ones only.

export function callScreen(call: FakeCall): Screen {
  return { name: "call", call: call as CallActions as Call };
}

export function previewScreen(preview: FakePreview): Screen {
  return { name: "preview", preview: preview as PreviewActions as Preview };
}

export function pairingScreen(pairing: FakePairing): Screen {
  return { name: "pairing", pairing: pairing as PairingActions as Pairing };
}
