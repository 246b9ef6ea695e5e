import type { Screen } from "../../src/app/app.ts";
import type { CallState, EndReason, Participant } from "../../src/app/call-state.ts";
import type { Contact, ContactsState } from "../../src/app/contacts-state.ts";
import type { DeviceState } from "../../src/app/devices-state.ts";
import type { PairingState } from "../../src/app/pairing-state.ts";
import type { PastCall } from "../../src/app/past-call.ts";
import type { IncomingRing } from "../../src/app/ring-state.ts";
import type { Stage } from "../../src/app/stage.ts";
import { Layout } from "../../src/app/stage-arrangement.ts";
import { speakOfAll, strings } from "../../src/components/strings.ts";
import {
  callScreen,
  FakeApp,
  FakeCall,
  FakePairing,
  FakePreview,
  pairingScreen,
  previewScreen,
} from "./app.ts";
import { fakeCamera, stillPicture } from "./picture.ts";
import {
  checkState,
  connectionView,
  contact,
  deviceState,
  fingerprint,
  inviteState,
  newPermissions,
  pairingStates,
  participant,
  refusedDevices,
} from "./states.ts";

await speakOfAll();

const partner = { contactId: fingerprint("Noor's phone"), name: "Noor's phone", video: true };

/** Every screen in the states worth looking at, for checks that hold on all of them. */
export const scenes: Readonly<Record<string, () => FakeApp>> = {
  opening: () => app({ name: "opening" }),
  home: () => app({ name: "home" }),
  "home-reading": () => home({ self: undefined, persistent: false, connected: false }),
  "home-paired": () => home({ contacts: devices() }),
  "home-unconnected": () => home({ contacts: devices(), connected: false }),
  "home-nothing-kept": () => home({ contacts: devices().slice(0, 1), persistent: false }),
  "home-rung": () => app({ name: "home" }, { contacts: { contacts: devices() }, ring: ring(true) }),
  "home-offline": () =>
    app(
      { name: "home" },
      {
        contacts: { contacts: devices(), connected: false },
        system: { online: false },
        pastCalls: pastCalls(),
      },
    ),
  "home-new-version": () => app({ name: "home" }, { system: { newVersion: true, installation: "offered" } }),
  "home-unasked": () =>
    app(
      { name: "home" },
      {
        contacts: { contacts: devices().slice(0, 1) },
        pastCalls: pastCalls().slice(0, 2),
        system: { notifications: "unasked", installation: "by-hand-on-phone" },
      },
    ),
  "home-checked": () => checked(),
  "call-rung": () => app(callOf({ ...withCamera(), participants: people(2) }), { ring: ring(false) }),

  "notice-invalid-invite": () => app({ name: "notice", notice: "invalid-invite" }),
  "notice-expired-invite": () => app({ name: "notice", notice: "expired-invite" }),
  "notice-expired-handoff": () => app({ name: "notice", notice: "expired-handoff" }),
  "notice-invalid-code": () => app({ name: "notice", notice: "invalid-code" }),
  "notice-unsupported-browser": () => app({ name: "notice", notice: "unsupported-browser" }),

  "pairing-choosing": () => pairing(pairingStates.choosing),
  "pairing-unnamed": () => pairing(pairingStates.choosing, ""),
  "pairing-preparing": () => pairing(pairingStates.preparing),
  "pairing-showing": () => pairing(pairingStates.showing),
  "pairing-guessed": () => guessedPairing(),
  "pairing-typing": () => pairing(pairingStates.typing),
  "pairing-wrong": () => pairing({ step: "typing", problem: "wrong" }),
  "pairing-proving": () => pairing(pairingStates.proving),
  "pairing-confirming": () => pairing(pairingStates.confirming),
  "pairing-lookalike": () => pairing({ ...pairingStates.confirming, isLookalike: true }),
  "pairing-confirmed": () => pairing({ ...pairingStates.confirming, confirmed: true }),
  "pairing-paired": () => pairing(pairingStates.paired),
  "pairing-expired": () => pairing(pairingStates.failed),
  "pairing-burnt": () => pairing({ step: "failed", reason: "burnt" }),

  preview: () => preview({ cameraTrack: fakeCamera() }, "Maya"),
  "preview-opening": () =>
    preview({ camera: "opening", microphone: "opening", cameras: [], microphones: [] }),
  "preview-refused": () => preview(refusedDevices),
  "preview-no-camera": () => preview({ camera: "missing", cameras: [], cameraId: undefined }, "Maya"),
  "preview-busy": () => preview({ camera: "busy", microphone: "lost" }, "Maya"),
  "preview-watch-only": () => {
    const fake = new FakePreview({ camera: "off", microphone: "off" }, "Maya");
    fake.watchOnly = true;
    return app(previewScreen(fake));
  },
  "preview-continuing": () => {
    const fake = new FakePreview({ cameraTrack: fakeCamera() }, "Maya");
    fake.isContinuing = true;
    return app(previewScreen(fake));
  },
  "preview-all-off": () => preview({ camera: "off", microphone: "off" }, "Maya"),

  "call-joining": () => call({ phase: "entering" }),
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
      phase: "reconnecting",
      participants: [participant("Noor", { picture: stillPicture(640, 360, 200), presence: "away" })],
    }),
  "call-refused": () => call({ devices: refusedDevices, participants: people(1) }),
  "call-stand-in": () =>
    call({
      participants: people(1),
      devices: deviceState({
        cameraTrack: fakeCamera(),
        standIns: [{ kind: "microphone", gone: "Headset" }],
      }),
    }),
  "call-modes": () => {
    const fake = new FakeCall({ participants: people(1), devices: deviceState({ microphone: "off" }) });
    fake.prefer({ dataUse: "saver", pushToTalk: true });
    return app(callScreen(fake));
  },
  "call-two-known": () =>
    call({
      ...withCamera(),
      invite: undefined,
      participants: [participant("Noor", { picture: stillPicture(640, 360, 200), known: "paired" })],
    }),
  "call-ringing": () => call({ ...withCamera(), invite: undefined, phase: "ringing", partner }),
  "call-making-invite": () => call({ ...withCamera(), invite: inviteState({ link: "" }) }),
  "call-limited-invite": () =>
    call({
      ...withCamera(),
      invite: inviteState({ expiresAt: Date.now() + 3_600_000, uses: 2, used: 1, guestsTalk: false }),
    }),
  "call-others-invite": () => call({ ...withCamera(), invite: inviteState({ own: false }) }),
  "call-watching": () => call({ watchOnly: true, participants: people(2) }),
  "call-warned": () => call({ ...withCamera(), warning: "stranger-refused", participants: people(1) }),
  "call-sharing": () => {
    const track = fakeCamera();
    const screen = { status: "on", track, look: track, sound: track, trouble: undefined } as const;
    return call({ ...withCamera(), screen, participants: people(2) });
  },
  "call-sharing-everything": () => {
    const screen = { status: "on", track: fakeCamera(), look: undefined, sound: undefined } as const;
    return call({
      ...withCamera(),
      screen: { ...screen, trouble: "screen-echoes" },
      warning: "screen-echoes",
      participants: people(2),
    });
  },
  "call-asked-to-remember": () =>
    call({
      ...withCamera(),
      participants: people(2).map((person) => ({ ...person, remember: { own: false, theirs: true } })),
    }),
  "call-handoff": () =>
    call({
      ...withCamera(),
      participants: people(1),
      handoff: {
        step: "waiting",
        link: `https://kith.example/move#${"h6F2AqFyxBAAAQIDBAUG".repeat(8)}`,
        expiresAt: Date.now() + 110_000,
      },
    }),
  "call-handoff-over": () =>
    call({ ...withCamera(), participants: people(1), handoff: { step: "waiting", link: "", expiresAt: 0 } }),
  "call-handoff-moving": () =>
    call({ ...withCamera(), participants: people(1), handoff: { step: "moving" } }),
  "call-asked-to-share": () =>
    call({
      ...withCamera(),
      participants: people(2).map((person) => ({ ...person, sharing: { own: false, theirs: true } })),
    }),
  "call-three": () => call({ ...withCamera(), participants: people(2) }),
  "call-five": () => call({ ...withCamera(), participants: people(4) }),
  "call-eight": () => call({ ...withCamera(), participants: people(7) }),
  "call-eight-speaker": () => staged(people(7), (stage) => stage.choose(Layout.speaker)),
  "call-three-pinned": () => staged(people(2), (stage) => stage.pin(stage.state.get().elements[1]?.id)),
  "call-eight-free": () => staged(people(7), (stage) => stage.choose(Layout.free)),
  "call-two-free": () => staged(people(1), (stage) => stage.choose(Layout.free)),
  "call-sixteen-speaker": () => staged(people(15), (stage) => stage.choose(Layout.speaker)),
  "call-two-screen": () => call({ ...withCamera(), participants: presenting(1) }),
  "call-four-screen": () => call({ ...withCamera(), participants: presenting(3) }),
  "call-four-screen-free": () => staged(presenting(3), (stage) => stage.choose(Layout.free)),
  "call-sixteen": () => call({ ...withCamera(), participants: people(15) }),

  ...Object.fromEntries(
    Object.keys(strings.ended).map((endReason) => [
      `ended-${endReason}`,
      () => call({ phase: "ended", endReason: endReason as EndReason }),
    ]),
  ),
  "ended-of-paired": () =>
    call({
      phase: "ended",
      endReason: "no-answer",
      invite: undefined,
      partner,
    }),
};

/** What opens over a screen by a press of a button, or of a line of its menu. */
export const dialogs: readonly {
  readonly scene: string;
  readonly button: string;
  /** A line of the menu that the button opens. */
  readonly item?: string;
  readonly dialog: string;
}[] = [
  { scene: "home-paired", button: "Options for Noor's phone", dialog: "Noor's phone" },
  { scene: "home-paired", button: "Options for this device", dialog: "This device" },
  { scene: "home-paired", button: "Check this device", dialog: "Check this device" },
  { scene: "home-checked", button: "Check this device", dialog: "Check this device" },
  { scene: "call-two", button: "More", item: "Settings", dialog: "Settings" },
  { scene: "call-two", button: "More", item: "Shortcuts", dialog: "Keyboard shortcuts" },
  { scene: "call-alone", button: "Show QR code", dialog: "Invite someone" },
  { scene: "call-alone", button: "Invite options", dialog: "Invite options" },
  { scene: "call-two", button: "Has the invitation Noor", dialog: "Who is Noor?" },
  { scene: "call-two-known", button: "Paired device Noor", dialog: "Who is Noor?" },
];

function app(screen: Screen, parts: ConstructorParameters<typeof FakeApp>[1] = {}): FakeApp {
  return new FakeApp(screen, parts);
}

function home(contacts: Partial<ContactsState>): FakeApp {
  return app({ name: "home" }, { contacts });
}

/** A check that has found something good, something fair and something poor. */
function checked(): FakeApp {
  const fake = home({});
  fake.check.state.set(
    checkState({
      ...{ connection: "udp", roundTrip: "far", encoder: "none" },
      ...{ camera: "works", microphone: "silent", speaker: "unheard" },
    }),
  );
  return fake;
}

function pairing(state: PairingState, name = "Maya"): FakeApp {
  return app(pairingScreen(new FakePairing(state)), { name });
}

/** Somebody has typed a wrong PIN since it was shown. */
function guessedPairing(): FakeApp {
  const fake = new FakePairing(pairingStates.showing);
  setTimeout(() => fake.state.set({ ...pairingStates.showing, guessesLeft: 1 }));
  return app(pairingScreen(fake));
}

function preview(devices: Partial<DeviceState>, name = ""): FakeApp {
  const fake = new FakePreview(devices, name);
  fake.level.set(0.4);
  return app(previewScreen(fake));
}

function call(change: Partial<CallState>): FakeApp {
  return app(callOf(change));
}

function callOf(change: Partial<CallState>): Screen {
  return callScreen(new FakeCall(change));
}

/** On a stage that the person has laid out. */
function staged(participants: readonly Participant[], layOut: (stage: Stage) => void): FakeApp {
  const fake = new FakeCall({ ...withCamera(), participants });
  layOut(fake.stage);
  return app(callScreen(fake));
}

function ring(video: boolean): IncomingRing {
  return { id: "ring", contactId: fingerprint("Noor's phone"), name: "Noor's phone", video };
}

/** Paired devices with all that rows can show. */
function devices(): readonly Contact[] {
  const now = Date.now();
  return [
    contact("Noor's phone", {
      permissions: { ...newPermissions, control: { granted: true, until: now + 3_600_000 } },
    }),
    contact("Kitchen", { online: false, lastSeen: now - 5 * 60_000 }),
    contact("Grandpa", { online: false, lastSeen: now - 3 * 86_400_000, missedAt: now - 60_000 }),
    contact("Aurelia Featherstonehaugh-Montgomery's second-best laptop", {
      online: false,
      lastSeen: undefined,
    }),
    contact("", { missedAt: now - 2 * 86_400_000 }),
  ];
}

/** One of each kind, and more than are shown at first. */
function pastCalls(): readonly PastCall[] {
  const now = Date.now();
  const past = (change: Partial<PastCall>, index: number): PastCall => ({
    id: `past-${index}`,
    kind: "joined",
    at: now - index * 3 * 3_600_000,
    names: ["Noor"],
    contactId: undefined,
    minutes: 0,
    ...change,
  });
  return [
    past({ kind: "missed", names: ["Grandpa"], contactId: fingerprint("Grandpa") }, 0),
    past({ kind: "taken", names: ["Noor"], contactId: fingerprint("Noor's phone"), minutes: 42 }, 1),
    past({ names: ["Aurelia Featherstonehaugh-Montgomery", "Tomasz Wiśniewski", "Noor", ""], minutes: 7 }, 2),
    past({ kind: "unanswered", names: ["Kitchen"], contactId: fingerprint("Kitchen") }, 3),
    past({ kind: "made", names: ["Somebody who was removed"], contactId: "00".repeat(32), minutes: 1 }, 9),
    past({ names: [""] }, 30),
  ];
}

function withCamera(): Partial<CallState> {
  return { devices: deviceState({ cameraTrack: fakeCamera() }) };
}

/** Guests with all that tiles can show: speaking, muted, without a camera, watching only, awkward names. */
function people(count: number): readonly Participant[] {
  const seen = (hue: number) => ({ picture: stillPicture(640, 360, hue) });
  const guests = [
    participant("Noor", { ...seen(200), speaking: true }),
    participant("Tomasz Wiśniewski", { ...seen(100), microphone: "off", known: "paired" }),
    participant("Aurelia Featherstonehaugh-Montgomery of Upper Wallop", { camera: "off", known: "inviter" }),
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

/** The same, the first of whom shares a screen. */
function presenting(count: number): readonly Participant[] {
  return people(count).map((person, index) =>
    index === 0 ? { ...person, screen: stillPicture(1280, 720, 260) } : person,
  );
}
