import { atom, type ReadableAtom } from "nanostores";
import { bytesToHex } from "../trust/bytes.ts";
import { type Handoff, parseHandoffLink } from "../trust/handoff.ts";
import { type Invite, parseInviteLink } from "../trust/invite.ts";
import { PIN_PATH, SHARE_PATH, START_PATH } from "../trust/link-paths.ts";
import { cleanName } from "../trust/names.ts";
import { isGranted, type Permissions } from "../trust/permissions.ts";
import type { EngineClient } from "../workers/engine/client.ts";
import type { ServiceClient } from "../workers/service/client.ts";
import type { Call } from "./call.ts";
import { Contacts } from "./contacts.ts";
import type { ContactsState } from "./contacts-state.ts";
import type { DeviceCheck } from "./device-check.ts";
import type { Devices } from "./devices.ts";
import type { Entry } from "./entry.ts";
import { nextTask, pause } from "./next-task.ts";
import type { Pairing } from "./pairing.ts";
import { PastCalls } from "./past-calls.ts";
import { parsePin } from "./pin.ts";
import type { Preview } from "./preview.ts";
import type { IncomingRing } from "./ring-state.ts";
import { Ringer, type RingWords } from "./ringer.ts";
import { Settings } from "./settings.ts";
import { sharedLink } from "./shared-link.ts";
import { showBadge } from "./system/badge.ts";
import type { System } from "./system/system.ts";

/** What is on the screen. */
export type Screen =
  /** Nothing yet: what was asked for with the page's address is on its way. */
  | { readonly name: "opening" }
  | { readonly name: "home" }
  | { readonly name: "preview"; readonly preview: Preview }
  | { readonly name: "call"; readonly call: Call }
  | { readonly name: "pairing"; readonly pairing: Pairing }
  | { readonly name: "notice"; readonly notice: Notice };

/** What stands in the way before there is anything else to show. */
export type Notice =
  | "invalid-invite"
  | "expired-invite"
  | "expired-handoff"
  | "invalid-code"
  | "unsupported-browser";

/** What is fetched after the first screen. */
type Later = typeof import("./later.ts");

/** Until it is fetched though nobody has asked for anything yet, milliseconds. */
const BREATH = 200;

interface AppParts {
  /** The app's from now on: it closes it. */
  readonly engine: EngineClient;
  readonly service: ServiceClient;
  readonly system: System;
  readonly origin: string;
  readonly storage: Storage | undefined;
  readonly ringWords: RingWords;
}

/** The whole product as state: what is shown, and what the person can do next. */
export class App {
  readonly #origin: string;
  readonly #settings: Settings;
  readonly #engine: EngineClient;
  readonly #contacts: Contacts;
  readonly #ringer: Ringer;
  readonly #name;
  readonly #language;
  readonly #screen = atom<Screen>({ name: "opening" });
  /** What somebody opened while a call went on. */
  #postponed: string | undefined;
  /** Counts where somebody went: what has been fetched in vain by then is not shown any more. */
  #way = 0;
  readonly system: System;
  readonly pastCalls: PastCalls;

  constructor({ engine, service, system, origin, storage, ringWords }: AppParts) {
    this.system = system;
    this.pastCalls = new PastCalls(storage);
    this.#origin = origin;
    this.#settings = new Settings(storage);
    this.#name = atom(this.#settings.name);
    this.#language = atom(this.#settings.language);
    this.#engine = engine;
    this.#engine.tell({ type: "name", name: this.#settings.name });
    this.#contacts = new Contacts(this.#engine);
    this.#ringer = new Ringer(this.#engine, service, ringWords);
    this.#ringer.state.listen((ring) => this.#handleRing(ring));
    engine.on("missed", ({ ring, fingerprint, name }) => {
      const contactId = bytesToHex(fingerprint);
      this.pastCalls.add({ id: ring, kind: "missed", at: Date.now(), minutes: 0, names: [name], contactId });
    });
    this.contacts.subscribe(showBadge);
    // In a piece of its own: read in one go with the code of the screens, it would block a phone for a quarter of a second.
    setTimeout(() => void import("./later.ts").catch(() => undefined), BREATH);
  }

  /** Shows the first screen: what the link that the page was opened with leads to, or where everything starts. */
  start(link: string | undefined): void {
    if (!isBrowserCapable()) this.#screen.set({ name: "notice", notice: "unsupported-browser" });
    else if (link !== undefined) this.open(link);
    else this.#screen.set({ name: "home" });
  }

  get screen(): ReadableAtom<Screen> {
    return this.#screen;
  }

  get contacts(): ReadableAtom<ContactsState> {
    return this.#contacts.state;
  }

  /** The device that calls at this moment, on whatever screen one is. */
  get ring(): ReadableAtom<IncomingRing | undefined> {
    return this.#ringer.state;
  }

  /** One's own, as others see it. */
  get name(): ReadableAtom<string> {
    return this.#name;
  }

  setName(name: string): void {
    this.#settings.name = cleanName(name);
    this.#noteName();
  }

  /** In which the app speaks, as it was chosen; empty for that of the browser. */
  get language(): ReadableAtom<string> {
    return this.#language;
  }

  setLanguage(language: string): void {
    this.#settings.language = language;
    this.#language.set(language);
  }

  /** An address of this app: an invite, a PIN, a shortcut, or something that was shared. */
  open(href: string): void {
    const { pathname, hash } = new URL(href);
    if (pathname === START_PATH) this.startCall();
    else if (pathname === PIN_PATH && hash === "") this.pairDevice();
    else this.openInvite(pathname === SHARE_PATH ? sharedLink(hash) : href);
  }

  /** The same while the page is there already. No call is replaced: what comes during one is opened after it. */
  launch(href: string): void {
    const screen = this.#screen.get();
    if (screen.name === "call" && screen.call.state.get().phase !== "ended") this.#postponed = href;
    else this.open(href);
  }

  /** Straight into a call of one, to which others can be invited. */
  startCall(): void {
    void this.#go((later) => this.#enter(later, { kind: "start" }, openDevices(later, this.#settings, true)));
  }

  /** Whatever was typed, pasted or scanned: an invite, a PIN, or neither. */
  openInvite(textOrLink: string): void {
    const text = textOrLink.trim();
    if (parsePin(text, this.#origin) !== undefined) {
      this.#pair((pairing) => pairing.typePin(text));
      return;
    }
    const moved = parseHandoffLink(text, this.#origin);
    if (moved !== undefined) {
      if (moved.handoff.expiresAt <= Date.now()) this.#notice("expired-handoff");
      else this.#previewContinuing(moved);
      return;
    }
    const invite = parseInviteLink(text, this.#origin);
    if (invite === undefined) this.#notice(/^[\d\s-]+$/.test(text) ? "invalid-code" : "invalid-invite");
    else if (invite.expiresAt !== undefined && invite.expiresAt <= Date.now()) this.#notice("expired-invite");
    else this.#preview(invite);
  }

  /** Whether a call would work from here. Whoever asks for it closes it. */
  async checkDevice(): Promise<DeviceCheck> {
    const later = await import("./later.ts");
    const devices = openDevices(later, this.#settings, true);
    return new later.DeviceCheck({ engine: this.#engine, devices });
  }

  pairDevice(): void {
    this.#pair();
  }

  callContact(id: string, video: boolean): void {
    const contact = this.#contacts.contact(id);
    if (contact === undefined) return;
    this.#contacts.seeMissed(id);
    const entry = { kind: "ring", contactId: id, name: contact.name, video } as const;
    void this.#go((later) => this.#enter(later, entry, openDevices(later, this.#settings, video)));
  }

  /** Answering a ring leaves whatever is on the screen. */
  answerRing(accept: boolean): void {
    const ring = this.ring.get();
    if (ring === undefined) return;
    if (accept) this.#answer(ring);
    else this.#engine.tell({ type: "reject-ring", ring: ring.id });
  }

  renameContact(id: string, name: string): void {
    this.#contacts.rename(id, name);
  }

  setPermissions(id: string, permissions: Permissions): void {
    this.#contacts.permit(id, permissions);
  }

  revokeContact(id: string): void {
    this.#contacts.revoke(id);
  }

  seeMissed(id: string): void {
    this.#contacts.seeMissed(id);
  }

  /** Becomes a device that knows nobody; there is no way back. */
  forgetEverything(): void {
    this.#contacts.forgetEverything();
    this.pastCalls.clear();
    this.setName("");
  }

  goHome(): void {
    this.#way++;
    this.#noteName();
    this.#screen.set({ name: "home" });
    this.system.wake();
    const postponed = this.#postponed;
    this.#postponed = undefined;
    if (postponed !== undefined) this.open(postponed);
  }

  /** The page goes away: nobody may have to wait for a time-out to notice. */
  close(): void {
    const screen = this.#screen.get();
    if (screen.name === "call") screen.call.leave();
    if (screen.name === "preview") screen.preview.cancel();
    this.#engine.close();
  }

  /** The page is visible or online again. */
  wake(): void {
    this.#engine.tell({ type: "wake" });
    this.system.wake();
  }

  /** Leaves the screen for another one, whose code may have to be fetched first. */
  async #go(enter: (later: Later) => void): Promise<void> {
    const way = ++this.#way;
    const later = await import("./later.ts").catch(() => undefined);
    await nextTask();
    if (way !== this.#way) return;
    if (later === undefined) {
      // Where there is no code to be had there is no such screen, and the page says so: on Home at least, from which one can try again.
      if (this.#screen.get().name === "opening") this.#screen.set({ name: "home" });
      return;
    }
    this.#leaveScreen();
    enter(later);
  }

  #pair(begin: (pairing: Pairing) => void = () => undefined): void {
    void this.#go(({ Pairing }) => {
      this.#engine.tell({ type: "ready", wanted: false });
      const pairing = new Pairing({
        engine: this.#engine,
        origin: this.#origin,
        self: () => this.contacts.get().self ?? "",
        onClose: () => this.goHome(),
      });
      this.#screen.set({ name: "pairing", pairing });
      begin(pairing);
    });
  }

  #preview(invite: Invite): void {
    this.#showPreview({ kind: "join", invite }, !invite.guestsTalk);
  }

  #previewContinuing({ handoff, name }: { readonly handoff: Handoff; readonly name: string }): void {
    this.#showPreview({ kind: "continue", handoff }, false, { name });
  }

  #showPreview(entry: Entry, watchOnly: boolean, continues?: { readonly name: string }): void {
    // By the time one has looked in the mirror, the way to the others is open.
    this.#engine.tell({ type: "ready", wanted: true });
    void this.#go((later) => {
      // The one before, if there was one, has said that it needs none any more.
      this.#engine.tell({ type: "ready", wanted: true });
      const preview = new later.Preview({
        settings: this.#settings,
        watchOnly,
        continues,
        onJoin: (devices) => {
          this.#enter(later, entry, devices);
          this.#engine.tell({ type: "ready", wanted: false });
        },
        onCancel: () => {
          this.#engine.tell({ type: "ready", wanted: false });
          this.goHome();
        },
      });
      this.#screen.set({ name: "preview", preview });
    });
  }

  #enter({ Call, accompanyCall, beginningOf, followCall }: Later, entry: Entry, devices: Devices): void {
    const call = new Call({
      engine: this.#engine,
      entry,
      origin: this.#origin,
      settings: this.#settings,
      devices,
      onLeave: () => this.goHome(),
    });
    accompanyCall(call);
    followCall(call.state, beginningOf(entry), (past) => this.pastCalls.add(past));
    this.#screen.set({ name: "call", call });
  }

  /** What may be answered without a press is, by one window of the device, if nobody is busy with something else there. */
  #handleRing(ring: IncomingRing | undefined): void {
    const permissions = ring && this.#contacts.contact(ring.contactId)?.permissions;
    if (ring === undefined || permissions === undefined || this.#screen.get().name !== "home") return;
    const now = Date.now();
    const withVideo = isGranted(permissions, "autoAnswerVideo", now);
    if (!withVideo && !isGranted(permissions, "autoAnswerAudio", now)) return;
    void onlyHere(`answer ${ring.id}`, () => {
      if (this.ring.get()?.id === ring.id) this.#answer({ ...ring, video: ring.video && withVideo });
    });
  }

  #answer({ id, contactId, name, video }: IncomingRing): void {
    const entry = { kind: "answer", ring: id, contactId, name, video } as const;
    void this.#go((later) => this.#enter(later, entry, openDevices(later, this.#settings, video)));
  }

  #notice(notice: Notice): void {
    this.#way++;
    this.#engine.tell({ type: "ready", wanted: false });
    this.#screen.set({ name: "notice", notice });
  }

  #leaveScreen(): void {
    const screen = this.#screen.get();
    if (screen.name === "call") screen.call.leave();
    if (screen.name === "preview") screen.preview.cancel();
    if (screen.name === "pairing") screen.pairing.cancel();
  }

  #noteName(): void {
    const { name } = this.#settings;
    this.#name.set(name);
    this.#engine.tell({ type: "name", name });
  }
}

function openDevices({ Devices }: Later, settings: Settings, camera: boolean): Devices {
  const devices = new Devices(settings);
  void devices.open(camera);
  return devices;
}

/** Without these there is no call at all. Everything else has a second way. */
const capabilities = ["VideoEncoder", "AudioEncoder", "AudioWorkletNode"];

function isBrowserCapable(): boolean {
  return capabilities.every((name) => name in globalThis);
}

/** Long enough for the other windows to have asked. Milliseconds. */
const ANSWER_LOCK = 10_000;

/** Does it unless another window of this browser does. */
async function onlyHere(name: string, work: () => void): Promise<void> {
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock === null) return;
    work();
    await pause(ANSWER_LOCK);
  });
}
