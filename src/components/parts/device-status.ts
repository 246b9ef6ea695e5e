import type { DeviceStatus } from "../../app/devices-state.ts";

export type Source = "camera" | "microphone";

/** The states that somebody has to do something about. */
type Problem = Extract<DeviceStatus, "missing" | "refused" | "blocked" | "busy" | "lost">;

export function problemOf(status: DeviceStatus): Problem | undefined {
  return status === "on" || status === "off" || status === "opening" ? undefined : status;
}

/** Its owner wants it on, be it delivering already or on its way. */
export function isOn(status: DeviceStatus): boolean {
  return status === "on" || status === "opening";
}
