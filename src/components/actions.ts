import type { App } from "../app/app.ts";
import type { Call } from "../app/call.ts";
import type { Preview } from "../app/preview.ts";

/** What each screen may ask of the app: the public faces of its classes, as far as anything on screen uses them. */

export type AppActions = Pick<App, "startCall" | "openInvite" | "goHome">;

/** What a person can do with their own devices and name, alike before and during a call. */
export type DeviceActions = Pick<
  Call & Preview,
  "setName" | "toggleCamera" | "toggleMicrophone" | "selectCamera" | "selectMicrophone" | "retryDevices"
>;

export type PreviewActions = DeviceActions & Pick<Preview, "devices" | "level" | "name" | "join" | "cancel">;

export type CallActions = DeviceActions & Pick<Call, "state" | "leave" | "resumeSound">;
