import { atom, type ReadableAtom } from "nanostores";
import { cleanName } from "../trust/names.ts";
import { Devices } from "./devices.ts";
import type { DeviceState } from "./devices-state.ts";
import type { Preferences } from "./preferences.ts";
import type { Settings } from "./settings.ts";

interface PreviewParts {
  readonly settings: Settings;
  readonly watchOnly: boolean;
  /** Of a call that is moved here: the name that the person has there. */
  readonly continues?: { readonly name: string } | undefined;
  readonly onJoin: (devices: Devices) => void;
  readonly onCancel: () => void;
}

/** The moment before a call: a look in the mirror, a name. Hands its devices on to the call, or closes them. */
export class Preview {
  readonly #devices: Devices;
  readonly #settings: Settings;
  readonly #name;
  readonly #onJoin: (devices: Devices) => void;
  readonly #onCancel: () => void;
  /** The invite is for watching: there is nothing to look at in the mirror. */
  readonly watchOnly: boolean;
  /** The call goes on here that another device of this person is in. */
  readonly isContinuing: boolean;

  constructor(parts: PreviewParts) {
    this.watchOnly = parts.watchOnly;
    this.#settings = parts.settings;
    this.#devices = new Devices(parts.settings);
    this.isContinuing = parts.continues !== undefined;
    this.#name = atom(parts.continues?.name || parts.settings.name);
    this.#onJoin = parts.onJoin;
    this.#onCancel = parts.onCancel;
    if (this.watchOnly) this.#devices.close();
    else void this.#devices.open();
  }

  get devices(): ReadableAtom<DeviceState> {
    return this.#devices.state;
  }

  get level(): Devices["level"] {
    return this.#devices.level;
  }

  get name(): ReadableAtom<string> {
    return this.#name;
  }

  setName(name: string): void {
    this.#name.set(name);
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

  get preferences(): ReadableAtom<Preferences> {
    return this.#settings.preferences;
  }

  prefer(change: Partial<Preferences>): void {
    this.#settings.prefer(change);
  }

  toggleCamera(): void {
    void this.#devices.toggleCamera();
  }

  toggleMicrophone(): void {
    void this.#devices.toggleMicrophone();
  }

  retryDevices(): void {
    void this.#devices.retry();
  }

  join(): void {
    this.#settings.name = cleanName(this.#name.get());
    this.#onJoin(this.#devices);
  }

  cancel(): void {
    this.#devices.close();
    this.#onCancel();
  }
}
