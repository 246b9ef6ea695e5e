import type { DataUse } from "../workers/engine/client.ts";
import { parsed } from "./kept.ts";

export type { DataUse } from "../workers/engine/client.ts";

/** All that there are, most first. */
export const dataUses: readonly DataUse[] = ["full", "saver", "sound"];

/** How a person wants calls to be on this device; a new object with every change. */
export interface Preferences {
  /** Devices as the browser names them; empty for its own choice. */
  readonly camera: string;
  readonly microphone: string;
  readonly speaker: string;
  /** What the browser does to the sound of the microphone. */
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
  /** The microphone is off unless a key is held. */
  readonly pushToTalk: boolean;
  /** Single keys do something in a call. */
  readonly shortcuts: boolean;
  readonly dataUse: DataUse;
}

export const usualPreferences: Preferences = {
  camera: "",
  microphone: "",
  speaker: "",
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  pushToTalk: false,
  shortcuts: true,
  dataUse: "full",
};

/** What was kept as JSON; the usual instead of whatever is missing or of another kind. */
export function readPreferences(kept: string | undefined): Preferences {
  const found: Readonly<Record<string, unknown>> = Object(parsed(kept));
  const entries = Object.entries(usualPreferences).map(([key, usual]) => {
    const value = found[key];
    return [key, typeof value === typeof usual ? value : usual];
  });
  const preferences: Preferences = Object.fromEntries(entries);
  return dataUses.includes(preferences.dataUse)
    ? preferences
    : { ...preferences, dataUse: usualPreferences.dataUse };
}
