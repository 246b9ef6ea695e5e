import type { App } from "../app/app.ts";
import type { Call } from "../app/call.ts";
import type { Chat } from "../app/chat.ts";
import type { DeviceCheck } from "../app/device-check.ts";
import type { Pairing } from "../app/pairing.ts";
import type { PastCalls } from "../app/past-calls.ts";
import type { Preview } from "../app/preview.ts";
import type { Stage } from "../app/stage.ts";
import type { System } from "../app/system/system.ts";

/** What each screen may ask of the app: the public faces of its classes, as far as anything on screen uses them. */

/** What a person can do about the devices that this one knows. */
export type ContactActions = Pick<
  App,
  "contacts" | "callContact" | "renameContact" | "setPermissions" | "revokeContact" | "seeMissed"
>;

/** What a person can do about this device itself. */
export type OwnDeviceActions = Pick<
  App,
  "name" | "setName" | "language" | "setLanguage" | "forgetEverything"
>;

/** What the browser and the system around Kith can do. */
export type SystemActions = Pick<System, "state" | "install" | "renew" | "allowNotifications">;

export type PastCallActions = Pick<App, "contacts" | "callContact"> & {
  readonly pastCalls: Pick<PastCalls, "state" | "clear">;
};

export type AppActions = ContactActions &
  OwnDeviceActions &
  PastCallActions & { readonly system: SystemActions } & Pick<
    App,
    "startCall" | "openInvite" | "goHome" | "ring" | "answerRing"
  > & { pairDevice(): void; checkDevice(): Promise<CheckActions> };

/** What a person can do in a check of their device. */
export type CheckActions = Pick<
  DeviceCheck,
  "state" | "devices" | "level" | "again" | "playTone" | "answer" | "close"
>;

export type PairingActions = Pick<
  Pairing,
  "state" | "showPin" | "enterPin" | "typePin" | "setPermissions" | "confirm" | "decline" | "cancel"
>;

/** What a person can do with their own devices and name, alike before and during a call. */
export type DeviceActions = Pick<
  Call & Preview,
  | "setName"
  | "toggleCamera"
  | "toggleMicrophone"
  | "selectCamera"
  | "selectMicrophone"
  | "testSpeaker"
  | "retryDevices"
  | "level"
  | "preferences"
  | "prefer"
>;

export type PreviewActions = DeviceActions &
  Pick<Preview, "devices" | "name" | "watchOnly" | "isContinuing" | "join" | "cancel">;

/** How a person lays out what they see in a call. */
export type StageActions = Pick<Stage, "state" | "strokes" | "choose" | "pin" | "place" | "point" | "draw">;

/** What a person can say and send in a call. */
export type ChatActions = Pick<
  Chat,
  "state" | "draft" | "say" | "offerFile" | "acceptFile" | "stopFile" | "setReading"
>;

export type CallActions = DeviceActions &
  Pick<
    Call,
    | "state"
    | "statistics"
    | "diagnostics"
    | "leave"
    | "resumeSound"
    | "renewInvite"
    | "remember"
    | "offerHandoff"
    | "stopHandoff"
    | "shareStage"
    | "dismissWarning"
    | "shareScreen"
    | "stopSharing"
    | "talk"
  > & { readonly stage: StageActions; readonly chat: ChatActions };
