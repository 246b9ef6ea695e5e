import type { DeviceChoice, DeviceStatus } from "./devices-state.ts";
import { nextPicture } from "./next-task.ts";

/** What a picture or sound is captured with. */
export type SourceKind = "camera" | "microphone";

/** What the browser knows of cameras, microphones and loudspeakers, and what it gives. */
export interface Hardware {
  /** Resolves soon, with the page on the screen: whoever is asked sees what for, and a camera's processes do not hold it up. */
  readonly shown: () => Promise<void>;
  /** The tracks are the caller's, who stops them. */
  open(wanted: MediaStreamConstraints): Promise<readonly MediaStreamTrack[]>;
  list(): Promise<readonly MediaDeviceInfo[]>;
  /** Undefined where the browser does not say. */
  permission(kind: SourceKind): Promise<PermissionState | undefined>;
  watch(events: HardwareEvents, signal: AbortSignal): void;
}

export interface HardwareEvents {
  /** Something was plugged in or pulled out. */
  readonly onList: () => void;
  readonly onPermission: (kind: SourceKind, state: PermissionState) => void;
}

/** The machine's own. */
export const browserHardware: Hardware = {
  shown: nextPicture,

  async open(wanted) {
    // Absent where the page is not in a secure context.
    if (navigator.mediaDevices === undefined)
      throw new DOMException("No access to devices", "NotAllowedError");
    return (await navigator.mediaDevices.getUserMedia(wanted)).getTracks();
  },

  async list() {
    return (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  },

  async permission(kind) {
    return (await permissionStatus(kind))?.state;
  },

  watch({ onList, onPermission }, signal) {
    navigator.mediaDevices?.addEventListener("devicechange", onList, { signal });
    for (const kind of ["camera", "microphone"] as const)
      void permissionStatus(kind).then((status) =>
        status?.addEventListener("change", () => onPermission(kind, status.state), { signal }),
      );
  },
};

async function permissionStatus(kind: SourceKind): Promise<PermissionStatus | undefined> {
  // Some browsers do not know these names, and then they throw.
  return await navigator.permissions?.query({ name: kind }).catch(() => undefined);
}

/** Those of one kind that the page may know of. */
export function choicesOf(devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceChoice[] {
  return devices
    .filter((device) => device.kind === kind && device.deviceId !== "")
    .map((device) => ({ id: device.deviceId, label: device.label }));
}

/** What it means that a device could not be opened. */
export function statusOf(error: unknown): DeviceStatus {
  if (!(error instanceof DOMException)) return "busy";
  switch (error.name) {
    case "NotAllowedError":
    case "SecurityError":
      // Chromium's way to say that the person allows it, and the system does not.
      return error.message.includes("system") ? "blocked" : "refused";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    default:
      return "busy";
  }
}
