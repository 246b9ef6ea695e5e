import type { Hardware, HardwareEvents, SourceKind } from "../../src/app/hardware.ts";

/** A track of a made-up device, which tells what becomes of it. */
export class FakeTrack extends EventTarget {
  readonly kind: "audio" | "video";
  readonly label: string;
  enabled = true;
  stopped = false;
  readonly #settings: MediaTrackSettings;
  readonly #canBeTold: boolean;

  constructor(kind: "audio" | "video", label: string, settings: MediaTrackSettings, canBeTold: boolean) {
    super();
    this.kind = kind;
    this.label = label;
    this.#settings = settings;
    this.#canBeTold = canBeTold;
  }

  getSettings(): MediaTrackSettings {
    return this.#settings;
  }

  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    if (this.#canBeTold) Object.assign(this.#settings, constraints);
  }

  stop(): void {
    this.stopped = true;
  }

  /** As pulling the plug does. */
  end(): void {
    this.stopped = true;
    this.dispatchEvent(new Event("ended"));
  }
}

/** A machine whose devices a test plugs in, pulls out and breaks. */
export class FakeHardware implements Hardware {
  readonly opened: FakeTrack[] = [];
  /** What was asked for, in order. */
  readonly requests: MediaStreamConstraints[] = [];
  /** The name of the error with which the next requests fail, by kind. */
  readonly errors: Partial<Record<SourceKind, string>> = {};
  readonly permissions: Partial<Record<SourceKind, PermissionState>> = {};
  /** One camera at a time, as on some phones. */
  isSingle = false;
  /** Tracks follow changed constraints. */
  canBeTold = true;
  #devices: readonly MediaDeviceInfo[] = [];
  #events: HardwareEvents | undefined;

  constructor(...devices: readonly string[]) {
    this.#devices = devices.map(deviceInfo);
  }

  async shown(): Promise<void> {}

  async open({ audio, video }: MediaStreamConstraints): Promise<readonly MediaStreamTrack[]> {
    this.requests.push({ ...(audio ? { audio } : {}), ...(video ? { video } : {}) });
    await Promise.resolve();
    const tracks = [
      ...(audio ? [this.#open("microphone", audio)] : []),
      ...(video ? [this.#open("camera", video)] : []),
    ];
    this.opened.push(...tracks);
    return tracks as unknown as MediaStreamTrack[];
  }

  async list(): Promise<readonly MediaDeviceInfo[]> {
    return this.#devices;
  }

  async permission(kind: SourceKind): Promise<PermissionState | undefined> {
    return this.permissions[kind];
  }

  watch(events: HardwareEvents, signal: AbortSignal): void {
    this.#events = events;
    signal.addEventListener("abort", () => {
      this.#events = undefined;
    });
  }

  /** What is plugged in from now on; tracks of what is pulled out end. */
  async plug(...devices: readonly string[]): Promise<void> {
    this.#devices = devices.map(deviceInfo);
    for (const track of this.live())
      if (!devices.some((name) => deviceInfo(name).label === track.label)) track.end();
    this.#events?.onList();
    await settled();
  }

  async permit(kind: SourceKind, state: PermissionState): Promise<void> {
    this.permissions[kind] = state;
    this.#events?.onPermission(kind, state);
    await settled();
  }

  live(kind?: "audio" | "video"): readonly FakeTrack[] {
    return this.opened.filter((track) => !track.stopped && (kind === undefined || track.kind === kind));
  }

  #open(kind: SourceKind, wanted: boolean | MediaTrackConstraints): FakeTrack {
    const error = this.errors[kind];
    if (error !== undefined) throw new DOMException("As the test wants", error);
    const own = this.#devices.filter((device) => device.kind === kinds[kind]);
    const { exact, ideal } = idOf(wanted);
    const found = own.find(({ deviceId }) => deviceId === (exact ?? ideal)) ?? (exact ? undefined : own[0]);
    if (found === undefined) throw new DOMException("None", exact ? "OverconstrainedError" : "NotFoundError");
    const medium = kind === "camera" ? "video" : "audio";
    if (this.isSingle && this.live(medium).length > 0) throw new DOMException("In use", "NotReadableError");
    const constraints = typeof wanted === "object" ? wanted : {};
    const settings = { ...constraints, deviceId: found.deviceId } as MediaTrackSettings;
    return new FakeTrack(medium, found.label, settings, this.canBeTold);
  }
}

/** After all that follows from what has just happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

const kinds = { camera: "videoinput", microphone: "audioinput", speaker: "audiooutput" } as const;

/** Of a name such as "camera desk" or "microphone default=Headset": kind, id and what it is called. */
function deviceInfo(name: string): MediaDeviceInfo {
  const [kind = "", id = ""] = name.split(/ (.*)/);
  const [deviceId = "", label = `The ${id}`] = id.split("=");
  const info = { kind: kinds[kind as keyof typeof kinds], deviceId, label, groupId: "" };
  return { ...info, toJSON: () => info };
}

function idOf(wanted: boolean | MediaTrackConstraints): { exact?: string; ideal?: string } {
  return typeof wanted === "object" ? ((wanted.deviceId ?? {}) as { exact?: string; ideal?: string }) : {};
}
