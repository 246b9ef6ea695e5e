import { atom, type ReadableAtom } from "nanostores";
import { canChooseSpeaker } from "../workers/audio/client.ts";
import { CaptureSource } from "./capture-source.ts";
import type { DeviceChoice, DeviceState, StandIn } from "./devices-state.ts";
import { browserHardware, choicesOf, type Hardware } from "./hardware.ts";
import { MicrophoneLevel } from "./microphone-level.ts";
import type { Preferences } from "./preferences.ts";
import type { Settings } from "./settings.ts";
import { playTestTone } from "./test-tone.ts";

/** Enough for a face on a phone and on a laptop, at a rate that encodes anywhere. */
const videoConstraints = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 30, max: 30 } };

/** One's own camera, microphone and loudspeaker: opened, chosen, turned off and on. Owns the tracks and stops them. */
export class Devices {
  readonly #settings: Settings;
  readonly #hardware: Hardware;
  readonly #camera: CaptureSource;
  readonly #microphone: CaptureSource;
  readonly #state;
  readonly #microphoneTrack = atom<MediaStreamTrack | undefined>(undefined);
  readonly #closed = new AbortController();
  #speakers: readonly DeviceChoice[] = [];
  /** As the loudspeaker of choice was called when it was there last. */
  #speakerName = "";
  #isTalking = false;
  /** How loud the microphone is, 0 to 1, measured while somebody listens. */
  readonly level: Pick<MicrophoneLevel, "get" | "listen"> = new MicrophoneLevel(this.#microphoneTrack);

  constructor(settings: Settings, hardware: Hardware = browserHardware) {
    this.#settings = settings;
    this.#hardware = hardware;
    const onChange = () => this.#update();
    this.#camera = new CaptureSource({
      kind: "camera",
      hardware,
      constraints: () => videoConstraints,
      keepsTrackWhenOff: false,
      onChange,
    });
    this.#microphone = new CaptureSource({
      kind: "microphone",
      hardware,
      constraints: () => audioConstraints(this.#preferences),
      keepsTrackWhenOff: true,
      onChange,
    });
    this.#state = atom(this.#describe());
  }

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
    this.#watch();
    const { camera: cameraId, microphone: microphoneId, pushToTalk, dataUse } = this.#preferences;
    const audio = this.#microphone.prepare(microphoneId, !pushToTalk);
    const video = camera && dataUse !== "sound" ? this.#camera.prepare(cameraId) : undefined;
    await this.#hardware.shown();
    if (this.#closed.signal.aborted) return;
    if (video !== undefined) await this.#openBoth(audio, video);
    else {
      await this.#camera.choose(cameraId);
      await this.#microphone.open();
    }
    await this.#look();
  }

  /** Tries again what is not there for another reason than having been turned off. */
  async retry(): Promise<void> {
    await this.#camera.retry();
    await this.#microphone.retry();
    await this.#look();
  }

  async selectCamera(id: string): Promise<void> {
    this.#settings.prefer({ camera: id });
    await this.#camera.choose(id);
  }

  async selectMicrophone(id: string): Promise<void> {
    this.#settings.prefer({ microphone: id });
    await this.#microphone.choose(id);
  }

  /** Off lets go of the camera, so that its light goes out. */
  async toggleCamera(): Promise<void> {
    await this.turnCamera(this.#camera.status !== "on");
  }

  async turnCamera(on: boolean): Promise<void> {
    await this.#camera.turn(on);
  }

  /** Off keeps the microphone, so that the first word after it is not lost. */
  async toggleMicrophone(): Promise<void> {
    this.#isTalking = false;
    await this.#microphone.turn(this.#microphone.status !== "on");
  }

  /** Push to talk: the microphone is on for as long as the key is held, where it is off otherwise. */
  talk(isHeld: boolean): void {
    if (isHeld === this.#isTalking) return;
    if (isHeld && !(this.#preferences.pushToTalk && this.#canTalk)) return;
    this.#isTalking = isHeld;
    void this.#microphone.turn(isHeld);
  }

  /** Resolves when the loudspeaker has sounded. */
  async testSpeaker(): Promise<void> {
    await playTestTone(this.#speakerId);
  }

  close(): void {
    this.#closed.abort();
    this.#isTalking = false;
    this.#camera.close();
    this.#microphone.close();
  }

  async #openBoth(audio: MediaTrackConstraints, video: MediaTrackConstraints): Promise<void> {
    try {
      for (const track of await this.#hardware.open({ audio, video }))
        (track.kind === "audio" ? this.#microphone : this.#camera).adopt(track);
    } catch {
      await Promise.all([this.#camera.open(), this.#microphone.open()]);
    }
  }

  #watch(): void {
    const { signal } = this.#closed;
    const events = {
      onList: () => void this.#look(),
      onPermission: (kind: "camera" | "microphone", state: PermissionState) => {
        void (kind === "camera" ? this.#camera : this.#microphone).handlePermission(state);
        void this.#look();
      },
    };
    this.#hardware.watch(events, signal);
    signal.addEventListener(
      "abort",
      this.#settings.preferences.listen((now, before) => this.#handlePreferences(now, before)),
    );
  }

  #handlePreferences(now: Preferences, before: Preferences | undefined): void {
    const isOther = (key: keyof Preferences) => now[key] !== before?.[key];
    if (isOther("echoCancellation") || isOther("noiseSuppression") || isOther("autoGainControl"))
      void this.#microphone.reconsider();
    if (isOther("pushToTalk")) {
      const isToBeOff = now.pushToTalk || this.#isTalking;
      this.#isTalking = false;
      if (isToBeOff) void this.#microphone.turn(false);
    }
    if (now.dataUse === "sound" && isOther("dataUse")) void this.turnCamera(false);
    this.#update();
  }

  async #look(): Promise<void> {
    const devices = await this.#hardware.list();
    if (this.#closed.signal.aborted) return;
    if (canChooseSpeaker()) this.#speakers = choicesOf(devices, "audiooutput");
    this.#speakerName = this.#labelOf(this.#preferences.speaker) ?? this.#speakerName;
    await Promise.all([this.#camera.handleList(devices), this.#microphone.handleList(devices)]);
  }

  get #preferences(): Preferences {
    return this.#settings.preferences.get();
  }

  get #canTalk(): boolean {
    return this.#microphone.track !== undefined && this.#microphone.status === "off";
  }

  /** The one of choice while it is there. */
  get #speakerId(): string {
    const { speaker } = this.#preferences;
    return this.#labelOf(speaker) === undefined ? "" : speaker;
  }

  #labelOf(speaker: string): string | undefined {
    return this.#speakers.find(({ id }) => id === speaker)?.label;
  }

  #standIns(): readonly StandIn[] {
    const camera = this.#camera.missed;
    const microphone = this.#microphone.missed;
    const isSpeakerGone =
      this.#preferences.speaker !== "" && this.#speakerId === "" && this.#speakerName !== "";
    return [
      ...(camera ? [{ kind: "camera", gone: camera.label } as const] : []),
      ...(microphone ? [{ kind: "microphone", gone: microphone.label } as const] : []),
      ...(isSpeakerGone ? [{ kind: "speaker", gone: this.#speakerName } as const] : []),
    ];
  }

  #update(): void {
    this.#microphoneTrack.set(this.#microphone.track);
    this.#state.set(this.#describe());
  }

  #describe(): DeviceState {
    return {
      camera: this.#camera.status,
      microphone: this.#microphone.status,
      cameras: this.#camera.choices,
      microphones: this.#microphone.choices,
      speakers: this.#speakers,
      cameraId: this.#camera.id,
      microphoneId: this.#microphone.id,
      speakerId: this.#speakerId,
      cameraTrack: this.#camera.track,
      talking: this.#isTalking,
      standIns: this.#standIns(),
    };
  }
}

function audioConstraints(preferences: Preferences): MediaTrackConstraints {
  const { echoCancellation, noiseSuppression, autoGainControl } = preferences;
  return { echoCancellation, noiseSuppression, autoGainControl, channelCount: 1 };
}
