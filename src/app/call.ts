import { atom, type ReadableAtom } from "nanostores";
import { type Invite, inviteLink } from "../trust/invite.ts";
import { cleanName } from "../trust/names.ts";
import { Playout } from "../workers/audio/client.ts";
import { audioData, videoFrames } from "../workers/engine/capture.ts";
import { EngineClient, type EngineConnection, type PeerView } from "../workers/engine/client.ts";
import type { CallState, ConnectionView, EndReason, Participant, SourceState } from "./call-state.ts";
import type { Devices } from "./devices.ts";
import type { DeviceStatus } from "./devices-state.ts";
import type { Settings } from "./settings.ts";

interface CallParts {
  readonly invite: Invite;
  /** Where the app is served from, and with it the relay. */
  readonly origin: string;
  readonly settings: Settings;
  /** The call's from now on: it closes them when it ends. */
  readonly devices: Devices;
  readonly onLeave: () => void;
}

/** One call, from entering the room to leaving it. Owns the engine, the loudspeaker and the devices. */
export class Call {
  readonly #settings: Settings;
  readonly #devices: Devices;
  readonly #onLeave: () => void;
  readonly #engine: EngineClient;
  readonly #playout: Promise<Playout | undefined>;
  readonly #state;
  readonly #subscriptions: (() => void)[] = [];
  readonly #participants = new Map<string, Participant>();
  #sending: { camera: MediaStreamTrack | undefined; microphone: MediaStreamTrack | undefined } = {
    camera: undefined,
    microphone: undefined,
  };

  constructor({ invite, origin, settings, devices, onLeave }: CallParts) {
    this.#settings = settings;
    this.#devices = devices;
    this.#onLeave = onLeave;
    this.#state = atom<CallState>({
      phase: "joining",
      endReason: undefined,
      connection: { phase: "connecting", fallback: false, roundTrip: undefined },
      inviteLink: inviteLink(origin, invite),
      name: settings.name,
      devices: devices.state.get(),
      participants: [],
    });
    this.#engine = new EngineClient({
      onConnection: (connection) => this.#handleConnection(connection),
      onPeers: (peers) => this.#handlePeers(peers),
      onCrash: () => this.#end("crashed"),
    });
    this.#engine.start(new URL("/.well-known/kith.json", origin).href, invite.room, this.#profile());
    this.#playout = this.#openPlayout();
    this.#subscriptions.push(devices.state.subscribe(() => this.#handleDevices()));
  }

  get state(): ReadableAtom<CallState> {
    return this.#state;
  }

  setName(name: string): void {
    const clean = cleanName(name);
    this.#settings.name = clean;
    this.#update({ name: clean });
    this.#engine.setProfile(this.#profile());
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

  retryDevices(): void {
    void this.#devices.retry();
  }

  /** The person has touched the page: browsers let it sound from here on. */
  resumeSound(): void {
    this.#playout.then((playout) => playout?.resume()).catch(() => undefined);
  }

  /** The machine is awake or visible again. */
  wake(): void {
    this.#engine.wake();
  }

  leave(): void {
    this.#end("left");
    this.#onLeave();
  }

  #handleDevices(): void {
    const devices = this.#devices.state.get();
    this.#update({ devices });
    const camera = devices.cameraTrack;
    if (camera !== this.#sending.camera) {
      this.#sending.camera = camera;
      this.#engine.setCamera(camera === undefined ? undefined : videoFrames(camera));
    }
    const microphone = devices.microphone === "on" ? this.#devices.microphoneTrack.get() : undefined;
    if (microphone !== this.#sending.microphone) {
      this.#sending.microphone = microphone;
      this.#engine.setMicrophone(microphone === undefined ? undefined : audioData(microphone));
    }
    this.#engine.setProfile(this.#profile());
  }

  #handleConnection({ state, reason, doubted, carrier, health }: EngineConnection): void {
    const phases: Partial<Record<typeof state, ConnectionView["phase"]>> = {
      connected: doubted ? "reconnecting" : "connected",
      reconnecting: "reconnecting",
      failed: "failed",
    };
    const wasActive = this.#state.get().phase === "active";
    const phase = phases[state] ?? (wasActive ? "reconnecting" : "connecting");
    this.#update({
      ...(state === "connected" ? { phase: "active" } : {}),
      connection: { phase, fallback: carrier === "websocket", roundTrip: health?.roundTrip },
    });
    if (state === "failed") this.#end(endReason(reason ?? ""));
  }

  /** Keeps a participant's picture the same object for as long as the participant is there. */
  #handlePeers(peers: readonly PeerView[]): void {
    const participants = peers.map((peer): Participant => {
      const picture = this.#participants.get(peer.id)?.picture ?? {
        attach: (frames: WritableStream<VideoFrame>) => this.#engine.watch(peer.id, frames),
      };
      return { ...peer, picture };
    });
    this.#participants.clear();
    for (const participant of participants) this.#participants.set(participant.id, participant);
    this.#update({ participants });
  }

  async #openPlayout(): Promise<Playout | undefined> {
    const { port1, port2 } = new MessageChannel();
    this.#engine.setPlayout(port2);
    // Without a loudspeaker a call is still worth having.
    return await Playout.open(port1).catch(() => undefined);
  }

  #profile() {
    const { camera, microphone } = this.#devices.state.get();
    return { name: this.#settings.name, camera: sourceState(camera), microphone: sourceState(microphone) };
  }

  #end(endReason: EndReason): void {
    if (this.#state.get().phase === "ended") return;
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#engine.close();
    this.#playout.then((playout) => playout?.close()).catch(() => undefined);
    this.#devices.close();
    this.#update({ phase: "ended", endReason, participants: [], devices: this.#devices.state.get() });
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

function endReason(reason: string): EndReason {
  if (reason.includes("room-full")) return "room-full";
  if (reason.includes("unsupported-version")) return "incompatible";
  return reason.startsWith("refused") ? "relay-refused" : "relay-unreachable";
}
