import { atom, type ReadableAtom } from "nanostores";
import type { DeviceChoice, DeviceState, DeviceStatus } from "./devices-state.ts";
import { microphoneLevel } from "./microphone-level.ts";

type Kind = "camera" | "microphone";

/** Enough for a face on a phone and on a laptop, at a rate that encodes anywhere. */
const videoConstraints = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 30, max: 30 } };
const audioConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  channelCount: 1,
};

const initial: DeviceState = {
  camera: "opening",
  microphone: "opening",
  cameras: [],
  microphones: [],
  cameraId: undefined,
  microphoneId: undefined,
  cameraTrack: undefined,
};

/** One's own camera and microphone: opened, chosen, turned off and on. Owns the tracks and stops them. */
export class Devices {
  readonly #state = atom<DeviceState>(initial);
  readonly #microphoneTrack = atom<MediaStreamTrack | undefined>(undefined);
  readonly #closed = new AbortController();
  /** How loud the microphone is, 0 to 1, measured while somebody listens. */
  readonly level: ReadableAtom<number> = microphoneLevel(this.#microphoneTrack);

  get state(): ReadableAtom<DeviceState> {
    return this.#state;
  }

  /** The microphone's track, also while it is turned off. */
  get microphoneTrack(): ReadableAtom<MediaStreamTrack | undefined> {
    return this.#microphoneTrack;
  }

  /**
   * Asks for both at once, so that the person is asked once; where that fails, for each, to get what there is. Without `camera`
   * it stays off until it is turned on.
   */
  async open(camera = true): Promise<void> {
    const { signal } = this.#closed;
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.#listChoices(), { signal });
    this.#update({ camera: camera ? "opening" : "off", microphone: "opening" });
    if (camera) await this.#openBoth();
    else await this.#openOne("microphone", undefined);
    await this.#listChoices();
  }

  /** Tries again what is not there for another reason than having been turned off. */
  async retry(): Promise<void> {
    const { camera, microphone } = this.#state.get();
    const failed = (status: DeviceStatus) => status !== "on" && status !== "off" && status !== "opening";
    if (failed(camera)) await this.#openOne("camera", undefined);
    if (failed(microphone)) await this.#openOne("microphone", undefined);
    await this.#listChoices();
  }

  async selectCamera(id: string): Promise<void> {
    await this.#openOne("camera", id);
  }

  async selectMicrophone(id: string): Promise<void> {
    await this.#openOne("microphone", id);
  }

  /** Off lets go of the camera, so that its light goes out. */
  async toggleCamera(): Promise<void> {
    const { camera, cameraTrack, cameraId } = this.#state.get();
    if (camera === "on") {
      cameraTrack?.stop();
      this.#update({ camera: "off", cameraTrack: undefined });
    } else if (camera !== "opening") await this.#openOne("camera", cameraId);
  }

  /** Off keeps the microphone, so that the first word after it is not lost. */
  async toggleMicrophone(): Promise<void> {
    const { microphone } = this.#state.get();
    const track = this.#microphoneTrack.get();
    if (track !== undefined && (microphone === "on" || microphone === "off")) {
      track.enabled = microphone === "off";
      this.#update({ microphone: track.enabled ? "on" : "off" });
    } else if (microphone !== "opening") await this.#openOne("microphone", undefined);
  }

  close(): void {
    this.#closed.abort();
    this.#state.get().cameraTrack?.stop();
    this.#microphoneTrack.get()?.stop();
    this.#microphoneTrack.set(undefined);
    this.#update({ camera: "off", microphone: "off", cameraTrack: undefined });
  }

  async #openBoth(): Promise<void> {
    try {
      const stream = await getMedia({ audio: audioConstraints, video: videoConstraints });
      this.#use("camera", stream.getVideoTracks()[0]);
      this.#use("microphone", stream.getAudioTracks()[0]);
    } catch {
      await Promise.all([this.#openOne("camera", undefined), this.#openOne("microphone", undefined)]);
    }
  }

  async #openOne(kind: Kind, id: string | undefined): Promise<void> {
    if (this.#state.get()[kind] !== "on") this.#update({ [kind]: "opening" });
    const device = id === undefined ? {} : { deviceId: { exact: id } };
    try {
      const stream = await getMedia(
        kind === "camera"
          ? { video: { ...videoConstraints, ...device } }
          : { audio: { ...audioConstraints, ...device } },
      );
      this.#use(kind, stream.getTracks()[0]);
    } catch (error) {
      if (this.#state.get()[kind] !== "on") this.#update({ [kind]: statusOf(error) });
    }
  }

  /** Takes the place of the track before it. */
  #use(kind: Kind, track: MediaStreamTrack | undefined): void {
    if (track === undefined) return;
    if (this.#closed.signal.aborted) {
      track.stop();
      return;
    }
    track.addEventListener("ended", () => this.#handleEnded(kind, track));
    const id = track.getSettings().deviceId;
    if (kind === "camera") {
      const before = this.#state.get().cameraTrack;
      this.#update({ camera: "on", cameraTrack: track, cameraId: id });
      before?.stop();
    } else {
      const before = this.#microphoneTrack.get();
      if (before !== undefined) track.enabled = before.enabled;
      this.#microphoneTrack.set(track);
      this.#update({ microphone: track.enabled ? "on" : "off", microphoneId: id });
      before?.stop();
    }
  }

  /** Fires when a device is pulled or its permission withdrawn, never for our own stop(). */
  #handleEnded(kind: Kind, track: MediaStreamTrack): void {
    if (kind === "camera" && this.#state.get().cameraTrack === track) {
      this.#update({ camera: "lost", cameraTrack: undefined });
    }
    if (kind === "microphone" && this.#microphoneTrack.get() === track) {
      this.#microphoneTrack.set(undefined);
      this.#update({ microphone: "lost" });
    }
  }

  async #listChoices(): Promise<void> {
    const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
    this.#update({ cameras: choices(devices, "videoinput"), microphones: choices(devices, "audioinput") });
  }

  #update(change: Partial<DeviceState>): void {
    this.#state.set({ ...this.#state.get(), ...change });
  }
}

function choices(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceChoice[] {
  return devices
    .filter((device) => device.kind === kind && device.deviceId !== "")
    .map((device) => ({ id: device.deviceId, label: device.label }));
}

async function getMedia(constraints: MediaStreamConstraints): Promise<MediaStream> {
  // Absent where the page is not in a secure context.
  if (navigator.mediaDevices === undefined) throw new DOMException("No access to devices", "NotAllowedError");
  return await navigator.mediaDevices.getUserMedia(constraints);
}

function statusOf(error: unknown): DeviceStatus {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    default:
      return "busy";
  }
}
