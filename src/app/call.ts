import { atom, type ReadableAtom } from "nanostores";
import { type Handoff, handoffLink } from "../trust/handoff.ts";
import { inviteLink } from "../trust/invite.ts";
import { cleanName } from "../trust/names.ts";
import { Playout } from "../workers/audio/client.ts";
import type {
  CallEnd,
  CallMessage,
  CallMoment,
  EngineClient,
  FromEngine,
  PeerView,
  SelfProfile,
} from "../workers/engine/client.ts";
import type { CallState, CallWarning, InviteTerms, Participant, SourceState } from "./call-state.ts";
import { Chat } from "./chat.ts";
import { fromId } from "./contacts.ts";
import type { Devices } from "./devices.ts";
import type { DeviceStatus } from "./devices-state.ts";
import { diagnosticsFile } from "./diagnostics.ts";
import { commandFor, type Entry, firstPhase } from "./entry.ts";
import { Participants } from "./participants.ts";
import type { Preferences } from "./preferences.ts";
import { ScreenShare } from "./screen-share.ts";
import { Sending } from "./sending.ts";
import type { Settings } from "./settings.ts";
import { Stage } from "./stage.ts";
import { Statistics, type StatisticsState } from "./statistics.ts";

interface CallParts {
  readonly engine: EngineClient;
  readonly entry: Entry;
  /** Where the app is served from, and with it the relay. */
  readonly origin: string;
  readonly settings: Settings;
  /** The call's from now on: it closes them when it ends. */
  readonly devices: Devices;
  readonly onLeave: () => void;
}

/** A call on a bad line goes back and forth for as long as it lasts. */
const MAX_HISTORY = 64;

/** One call, from entering the room to leaving it. Owns the loudspeaker and the devices; the engine serves one call at a time. */
export class Call {
  static #lastId = 0;
  readonly #id = ++Call.#lastId;
  /** How this person sees it. */
  readonly stage = new Stage((deed) => this.#engine.tell({ type: "stage-deed", deed }));
  readonly chat = new Chat((message) => this.#engine.tell(message));
  readonly #engine: EngineClient;
  readonly #origin: string;
  readonly #settings: Settings;
  readonly #devices: Devices;
  readonly #onLeave: () => void;
  readonly #playout: Promise<Playout | undefined>;
  readonly #state;
  readonly #subscriptions: (() => void)[] = [];
  readonly #statistics = new Statistics();
  readonly #participants: Participants;
  #peers: readonly PeerView[] = [];
  readonly #sending: Sending;
  readonly #share = new ScreenShare(() => this.#update({ warning: "screen-failed" }));

  constructor({ engine, entry, origin, settings, devices, onLeave }: CallParts) {
    this.#engine = engine;
    this.#origin = origin;
    this.#settings = settings;
    this.#devices = devices;
    this.#onLeave = onLeave;
    this.#sending = new Sending(engine);
    this.#participants = new Participants(engine);
    const phase = firstPhase[entry.kind];
    this.#state = atom<CallState>({
      phase,
      history: [{ phase, at: performance.now() }],
      endReason: undefined,
      connection: { fallback: false, roundTrip: undefined },
      invite: entry.kind === "start" ? emptyInvite : undefined,
      partner: entry.kind === "ring" || entry.kind === "answer" ? entry : undefined,
      handoff: undefined,
      warning: undefined,
      watchOnly: entry.kind === "join" && !entry.invite.guestsTalk,
      name: settings.name,
      devices: devices.state.get(),
      screen: this.#share.state.get(),
      participants: [],
    });
    this.#subscriptions.push(...this.#listen());
    this.#enter(entry);
    this.#playout = this.#openPlayout();
    this.#subscriptions.push(
      devices.state.subscribe(() => this.#handleDevices()),
      this.#share.state.listen(() => this.#handleScreen()),
      settings.preferences.subscribe((now, before) => this.#handlePreferences(now, before)),
    );
  }

  get state(): ReadableAtom<CallState> {
    return this.#state;
  }

  /** How it fares, second by second. */
  get statistics(): ReadableAtom<StatisticsState> {
    return this.#statistics.state;
  }

  /** The text of a file about how the call fares, which names nobody. */
  diagnostics(): string {
    return diagnosticsFile({
      statistics: this.#statistics.state.get(),
      call: this.#state.get(),
      userAgent: navigator.userAgent,
      now: Date.now(),
    });
  }

  setName(name: string): void {
    const clean = cleanName(name);
    this.#settings.name = clean;
    this.#update({ name: clean });
    this.#tellProfile();
  }

  toggleMicrophone(): void {
    void this.#devices.toggleMicrophone();
  }

  toggleCamera(): void {
    void this.#devices.toggleCamera();
  }

  selectCamera(id: string): void {
    void this.#devices.selectCamera(id);
  }

  selectMicrophone(id: string): void {
    void this.#devices.selectMicrophone(id);
  }

  async testSpeaker(): Promise<void> {
    await this.#devices.testSpeaker();
  }

  /** Push to talk, as long as it is held. */
  talk(isHeld: boolean): void {
    this.#devices.talk(isHeld);
  }

  /** How loud the own microphone is. */
  get level(): Devices["level"] {
    return this.#devices.level;
  }

  get preferences(): ReadableAtom<Preferences> {
    return this.#settings.preferences;
  }

  prefer(change: Partial<Preferences>): void {
    this.#settings.prefer(change);
  }

  retryDevices(): void {
    void this.#devices.retry();
  }

  /** Asks what to share. Not for those who may only watch. */
  shareScreen(): void {
    if (!this.#state.get().watchOnly) void this.#share.start();
  }

  stopSharing(): void {
    this.#share.stop();
  }

  /** The person has touched the page: browsers let it sound from here on. */
  resumeSound(): void {
    this.#playout.then((playout) => playout?.resume()).catch(() => undefined);
  }

  /** A new link; the old one lets nobody in any more. */
  renewInvite(terms: InviteTerms): void {
    this.#engine.tell({ type: "renew-invite", terms });
  }

  /** "Remember this device", or not after all. */
  remember({ id, fingerprint }: Pick<Participant, "id" | "fingerprint">, wanted: boolean): void {
    this.#engine.tell({ type: "remember", peer: id as PeerView["id"], device: fromId(fingerprint), wanted });
  }

  /** Shows the way to continue on another device; each time a new one. */
  offerHandoff(): void {
    this.#update({ handoff: { step: "preparing" } });
    this.#engine.tell({ type: "offer-handoff" });
  }

  stopHandoff(): void {
    this.#update({ handoff: undefined });
    this.#engine.tell({ type: "stop-handoff" });
  }

  /** The free stage with them, or not any more. */
  shareStage(participantId: string, wanted: boolean): void {
    this.#engine.tell({ type: "share-stage", peer: participantId as PeerView["id"], wanted });
  }

  dismissWarning(): void {
    this.#update({ warning: undefined });
  }

  leave(): void {
    this.#end("left");
    this.#onLeave();
  }

  #handleDevices(): void {
    const devices = this.#devices.state.get();
    this.#update({ devices });
    this.#sending.camera.use(devices.cameraTrack);
    this.#sending.microphone.use(
      devices.microphone === "on" ? this.#devices.microphoneTrack.get() : undefined,
    );
    this.#playout.then((playout) => playout?.setSpeaker(devices.speakerId)).catch(() => undefined);
    this.#tellProfile();
  }

  #handleScreen(): void {
    const screen = this.#share.state.get();
    const { screen: before, warning } = this.#state.get();
    this.#update({ screen });
    this.#sending.screen.use(screen.track);
    this.#sending.screenSound.use(screen.sound);
    this.#tellProfile();
    if (screen.trouble === before.trouble) return;
    if (screen.trouble !== undefined || warning === before.trouble) this.#update({ warning: screen.trouble });
  }

  #handlePreferences({ dataUse }: Preferences, before: Preferences | undefined): void {
    if (dataUse === before?.dataUse) return;
    this.#engine.tell({ type: "data-use", use: dataUse });
    this.#handlePeers(this.#peers);
  }

  #listen(): readonly (() => void)[] {
    const engine = this.#engine;
    return [
      engine.on("connection", (connection) => {
        const { carrier, health } = connection;
        this.#update({ connection: { fallback: carrier === "websocket", roundTrip: health?.roundTrip } });
        this.#statistics.handleConnection(connection);
      }),
      this.#on("progress", (message) => this.#follow(message)),
      this.#on("statistics", ({ statistics }) => this.#statistics.learn(statistics)),
      this.#on("invite", (invite) => this.#handleInvite(invite)),
      this.#on("handoff", ({ handoff }) => this.#handleHandoff(handoff)),
      this.#on("peers", ({ peers }) => this.#handlePeers(peers)),
      this.#on("speaker", ({ peer }) => this.stage.setSpeaker(peer)),
      this.#on("chat", ({ entry }) => this.chat.handleEntry(entry)),
      this.#on("stage-deed", ({ deed }) => this.stage.handleDeed(deed)),
      this.#on("kept-out", ({ why }) => this.#update({ warning: warnings[why] })),
      engine.on("crashed", () => this.#end("crashed")),
    ];
  }

  /** Only what is meant for this call, not for the one before. */
  #on<Type extends CallMessage["type"]>(type: Type, listener: (message: Message<Type>) => void): () => void {
    return this.#engine.on(type, (event) => {
      // The compiler does not see that every message of these types names its call.
      if ((event as unknown as { readonly call: number }).call === this.#id)
        listener(event as unknown as Message<Type>);
    });
  }

  #enter(entry: Entry): void {
    this.#engine.tell(commandFor(entry, this.#id, this.#profile()));
  }

  #handleHandoff(handoff: Handoff | "taken"): void {
    if (this.#state.get().handoff === undefined) return;
    if (handoff === "taken") this.#update({ handoff: { step: "moving" } });
    else {
      const link = handoffLink(this.#origin, handoff, this.#settings.name);
      this.#update({ handoff: { step: "waiting", link, expiresAt: handoff.expiresAt } });
    }
  }

  #handleInvite({ invite, own, used, mayTalk }: Message<"invite">): void {
    const { expiresAt, uses, guestsTalk } = invite;
    const link = inviteLink(this.#origin, invite);
    const watchOnly = !mayTalk;
    this.#update({ invite: { link, expiresAt, uses, guestsTalk, own, used }, watchOnly });
    if (watchOnly) this.#share.stop();
  }

  #handlePeers(peers: readonly PeerView[]): void {
    this.#peers = peers;
    const participants = this.#participants.update(peers, this.preferences.get().dataUse !== "sound");
    this.stage.setParticipants(participants);
    this.#update({ participants });
  }

  async #openPlayout(): Promise<Playout | undefined> {
    const { port1, port2 } = new MessageChannel();
    this.#engine.tell({ type: "playout", port: port2 });
    // Without a loudspeaker a call is still worth having.
    return await Playout.open(port1).catch(() => undefined);
  }

  #tellProfile(): void {
    this.#engine.tell({ type: "profile", self: this.#profile() });
  }

  #profile(): SelfProfile {
    if (this.#state.get().watchOnly) return { name: this.#settings.name, camera: "none", microphone: "none" };
    const { camera, microphone } = this.#devices.state.get();
    return {
      name: this.#settings.name,
      camera: sourceState(camera),
      microphone: sourceState(microphone),
      screen: this.#share.state.get().status === "on" ? "on" : "off",
    };
  }

  /** The engine knows where a call is; leaving, and the engine's own crash, are the page's. */
  #follow({ phase, end }: Message<"progress">): void {
    if (end !== undefined) this.#end(end);
    else this.#update({ phase, history: this.#historyWith({ phase }) });
  }

  #historyWith(step: Omit<CallMoment, "at">): CallState["history"] {
    return [...this.#state.get().history, { ...step, at: performance.now() }].slice(-MAX_HISTORY);
  }

  #end(endReason: CallEnd): void {
    if (this.#state.get().phase === "ended") return;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#engine.tell({ type: "leave-call" });
    this.#playout.then((playout) => playout?.close()).catch(() => undefined);
    this.#sending.stop();
    this.#share.close();
    this.#devices.close();
    this.stage.setParticipants([]);
    this.#update({
      phase: "ended",
      history: this.#historyWith({ phase: "ended", end: endReason }),
      endReason,
      participants: [],
      devices: this.#devices.state.get(),
    });
  }

  /** A call that has ended stays as it was then, whatever its engine still says. */
  #update(change: Partial<CallState>): void {
    const state = this.#state.get();
    if (state.phase !== "ended") this.#state.set({ ...state, ...change });
  }
}

function sourceState(status: DeviceStatus): SourceState {
  if (status === "on") return "on";
  return status === "off" || status === "opening" ? "off" : "none";
}

type Message<Type extends FromEngine["type"]> = Extract<FromEngine, { type: Type }>;

const emptyInvite = {
  link: "",
  expiresAt: undefined,
  uses: 0,
  guestsTalk: true,
  own: true,
  used: 0,
} as const;

const warnings: Readonly<Record<Message<"kept-out">["why"], CallWarning>> = {
  stranger: "stranger-refused",
  "wrong-device": "stranger-refused",
  revoked: "stranger-refused",
  "invite-expired": "invite-refused",
  "invite-used": "invite-refused",
};
