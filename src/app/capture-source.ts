import type { DeviceChoice, DeviceStatus } from "./devices-state.ts";
import { choicesOf, type Hardware, type SourceKind, statusOf } from "./hardware.ts";

interface CaptureSourceParts {
  readonly kind: SourceKind;
  readonly hardware: Hardware;
  /** What is asked of the device, whichever it is. */
  readonly constraints: () => MediaTrackConstraints;
  /** When it is turned off its track stays, silent, so that the first word after that is not lost. */
  readonly keepsTrackWhenOff: boolean;
  readonly onChange: () => void;
}

/** A replaced track is stopped so much later: until then the one in its place has begun to deliver. Milliseconds. */
export const SWAP_OVERLAP = 500;

/** The name under which a browser offers what the system uses at the time. */
const SYSTEM_CHOICE = "default";

const mediaKinds = { camera: "videoinput", microphone: "audioinput" } as const;

/**
 * One's own camera, or one's own microphone: asked for, changed under way, lost and found again. Owns its track and stops it. What
 * somebody turned off never comes on by itself.
 */
export class CaptureSource {
  readonly #parts: CaptureSourceParts;
  #status: DeviceStatus = "off";
  #track: MediaStreamTrack | undefined;
  /** Of the device in use, or of the one to be used. */
  #device: DeviceChoice = { id: "", label: "" };
  /** The one that is wanted and was lost. */
  #gone: DeviceChoice | undefined;
  #isOn = false;
  /** Only what the last attempt opens is kept. */
  #attempt = 0;
  /** Undefined until the first look. */
  #listed: readonly DeviceChoice[] | undefined;
  /** On their way out. */
  readonly #replaced = new Set<MediaStreamTrack>();
  #isClosed = false;

  constructor(parts: CaptureSourceParts) {
    this.#parts = parts;
  }

  get status(): DeviceStatus {
    return this.#status;
  }

  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  get id(): string | undefined {
    return this.#device.id === "" ? undefined : this.#device.id;
  }

  /** The wanted device that another one stands in for. */
  get missed(): DeviceChoice | undefined {
    return this.#track === undefined || this.#gone?.label === "" ? undefined : this.#gone;
  }

  get choices(): readonly DeviceChoice[] {
    return this.#listed ?? [];
  }

  /** What to ask the browser for, to open it together with another one: `id` where it can be had. Follow it by `adopt` or `open`. */
  prepare(id: string, isOn = true): MediaTrackConstraints {
    this.#device = { id, label: "" };
    this.#isOn = isOn;
    this.#attempt++;
    this.#set("opening");
    return this.#wanting(id === "" ? {} : { deviceId: { ideal: id } });
  }

  /** Uses a track of what `prepare` asked for. */
  adopt(track: MediaStreamTrack): void {
    const { id } = this.#device;
    if (this.#isClosed || !(this.#isOn || this.#parts.keepsTrackWhenOff)) {
      track.stop();
      return;
    }
    this.#use(track);
    if (id !== "" && id !== this.#device.id) this.#gone = { id, label: "" };
  }

  /** Opens what was used or chosen last, or anything else; silent if its owner has it off. */
  async open(): Promise<void> {
    const { id } = this.#device;
    await this.#obtain(() => this.#request(id === "" ? {} : { deviceId: { ideal: id } }));
  }

  /** This one from now on; while it is off that is remembered only. */
  async choose(id: string): Promise<void> {
    this.#gone = undefined;
    if (this.#status === "off" && this.#track === undefined) {
      this.#device = { id, label: "" };
      this.#parts.onChange();
    } else await this.#change(id);
  }

  /** On or off, by its owner. */
  async turn(on: boolean): Promise<void> {
    this.#isOn = on;
    const isOpening = this.#status === "opening";
    if (this.#track !== undefined && (on || this.#parts.keepsTrackWhenOff)) {
      this.#track.enabled = on;
      this.#set(on ? "on" : "off");
    } else if (on) {
      if (!isOpening) await this.open();
    } else if (!(isOpening && this.#parts.keepsTrackWhenOff)) {
      this.#letGo();
      this.#set("off");
    }
  }

  /** Tries again what is not there for another reason than having been turned off. */
  async retry(): Promise<void> {
    if (this.#track === undefined && this.#status !== "off" && this.#status !== "opening") await this.open();
  }

  /** Other constraints hold from now on. Where the open device cannot be told, it is opened anew. */
  async reconsider(): Promise<void> {
    const track = this.#track;
    if (track === undefined) return;
    const wanted = this.#parts.constraints();
    await track.applyConstraints(this.#wanting({})).catch(() => undefined);
    const settings: Readonly<Record<string, unknown>> = { ...track.getSettings() };
    const isMet = Object.entries(wanted).every(
      ([key, value]) => typeof value !== "boolean" || settings[key] === value,
    );
    if (!isMet && track === this.#track) await this.#change(this.#device.id);
  }

  /** What can be chosen has changed. */
  async handleList(devices: readonly MediaDeviceInfo[]): Promise<void> {
    const now = choicesOf(devices, mediaKinds[this.#parts.kind]);
    const before = this.#listed ?? now;
    this.#listed = now;
    const appeared = now.filter(({ id }) => before.every((one) => one.id !== id));
    const back = appeared.find(({ id }) => id === this.#gone?.id);
    const [other] = this.#status === "lost" ? appeared : [];
    if (back !== undefined) await this.#change(back.id);
    else if (other !== undefined) await this.#change(other.id);
    else if (this.#isSystemChoice && systemChoiceOf(now) !== systemChoiceOf(before))
      await this.#change(SYSTEM_CHOICE);
    else if (this.#status === "missing" && appeared.length > 0) this.#offer();
    else this.#parts.onChange();
  }

  async handlePermission(state: PermissionState): Promise<void> {
    if (state === "granted" && this.#status === "refused") await this.open();
  }

  close(): void {
    this.#isClosed = true;
    this.#letGo();
    for (const track of this.#replaced) track.stop();
    this.#replaced.clear();
    this.#set("off");
  }

  /** Puts the device in the place of the one before, which delivers until then. */
  async #change(id: string): Promise<void> {
    await this.#obtain(async () => {
      const before = this.#track;
      try {
        return await this.#request(exactly(id));
      } catch (error) {
        if (before === undefined || statusOf(error) !== "busy") throw error;
        // Some machines open one at a time.
        this.#drop();
        const last = this.#device.id;
        return await this.#request(exactly(id)).catch(() => this.#request(exactly(last)));
      }
    });
  }

  async #obtain(request: () => Promise<MediaStreamTrack>): Promise<void> {
    const attempt = ++this.#attempt;
    if (this.#track === undefined) this.#set("opening");
    const isStale = () => this.#isClosed || attempt !== this.#attempt;
    try {
      const track = await request();
      if (isStale()) track.stop();
      else this.#use(track);
    } catch (error) {
      if (isStale()) return;
      if (this.#track === undefined) this.#set(statusOf(error));
      else this.#parts.onChange();
    }
  }

  async #request(device: MediaTrackConstraints): Promise<MediaStreamTrack> {
    const { kind, hardware } = this.#parts;
    const constraints = this.#wanting(device);
    const [track] = await hardware.open(kind === "camera" ? { video: constraints } : { audio: constraints });
    if (track === undefined) throw new DOMException("Nothing was opened", "NotFoundError");
    return track;
  }

  #wanting(device: MediaTrackConstraints): MediaTrackConstraints {
    return { ...this.#parts.constraints(), ...device };
  }

  #use(track: MediaStreamTrack): void {
    const before = this.#track;
    track.addEventListener("ended", () => void this.#handleEnded(track));
    track.enabled = this.#isOn;
    this.#track = track;
    this.#device = { id: track.getSettings().deviceId ?? "", label: track.label };
    if (this.#device.id === this.#gone?.id) this.#gone = undefined;
    this.#set(this.#isOn ? "on" : "off");
    if (before !== undefined) this.#retire(before);
  }

  #retire(track: MediaStreamTrack): void {
    this.#replaced.add(track);
    setTimeout(() => {
      track.stop();
      this.#replaced.delete(track);
    }, SWAP_OVERLAP);
  }

  /** Fires when a device is pulled or its permission withdrawn, never for our own stop(). */
  async #handleEnded(track: MediaStreamTrack): Promise<void> {
    if (this.#track !== track) return;
    const { kind, hardware } = this.#parts;
    this.#gone ??= this.#device;
    this.#track = undefined;
    this.#set("lost");
    const gone = this.#device.id;
    const permission = await hardware.permission(kind);
    const listed = choicesOf(await hardware.list(), mediaKinds[kind]);
    // Somebody may have chosen another one meanwhile, or turned it off.
    if (this.#status !== "lost") return;
    if (permission === "denied") return this.#set("refused");
    const other = gone === SYSTEM_CHOICE ? listed[0] : listed.find(({ id }) => id !== gone);
    if (other !== undefined) await this.#change(other.id);
  }

  /** What was not there at first is there now, for its owner to turn on. */
  #offer(): void {
    this.#isOn = false;
    this.#set("off");
  }

  get #isSystemChoice(): boolean {
    return this.#track !== undefined && this.#device.id === SYSTEM_CHOICE;
  }

  /** And of what is on its way. */
  #letGo(): void {
    this.#attempt++;
    this.#drop();
  }

  #drop(): void {
    this.#track?.stop();
    this.#track = undefined;
  }

  #set(status: DeviceStatus): void {
    this.#status = status;
    this.#parts.onChange();
  }
}

/** Which device the system uses, by name. */
function systemChoiceOf(choices: readonly DeviceChoice[]): string | undefined {
  return choices.find(({ id }) => id === SYSTEM_CHOICE)?.label;
}

function exactly(id: string): MediaTrackConstraints {
  return id === "" ? {} : { deviceId: { exact: id } };
}
