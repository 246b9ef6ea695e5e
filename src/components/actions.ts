import type { ReadableAtom } from "nanostores";
import type { Call } from "../app/call.ts";
import type { CallState, InviteTerms } from "../app/call-state.ts";
import type { ContactsState } from "../app/contacts-state.ts";
import type { PairingState } from "../app/pairing-state.ts";
import type { Permissions } from "../app/permissions.ts";
import type { Preview } from "../app/preview.ts";
import type { IncomingRing } from "../app/ring-state.ts";

/** What each screen may ask of the app: the public faces of its classes, as far as anything on screen uses them. */

/** What a person can do about the devices that this one knows. */
export interface ContactActions {
  readonly contacts: ReadableAtom<ContactsState>;
  callContact(id: string, video: boolean): void;
  renameContact(id: string, name: string): void;
  setPermissions(id: string, permissions: Permissions): void;
  revokeContact(id: string): void;
  seeMissed(id: string): void;
}

/** What a person can do about this device itself. */
export interface OwnDeviceActions {
  readonly name: ReadableAtom<string>;
  setName(name: string): void;
  forgetEverything(): void;
}

export interface RingActions {
  readonly ring: ReadableAtom<IncomingRing | undefined>;
  answerRing(accept: boolean): void;
}

export interface AppActions extends ContactActions, OwnDeviceActions, RingActions {
  startCall(): void;
  pairDevice(): void;
  openInvite(textOrLink: string): void;
  goHome(): void;
}

export interface PairingActions {
  readonly state: ReadableAtom<PairingState>;
  showPin(): void;
  enterPin(): void;
  typePin(pin: string): void;
  setPermissions(permissions: Permissions): void;
  confirm(): void;
  decline(): void;
  cancel(): void;
}

/** What a person can do with their own devices and name, alike before and during a call. */
export type DeviceActions = Pick<
  Call & Preview,
  "setName" | "toggleCamera" | "toggleMicrophone" | "selectCamera" | "selectMicrophone" | "retryDevices"
>;

export type PreviewActions = DeviceActions & Pick<Preview, "devices" | "level" | "name" | "join" | "cancel">;

export interface CallActions extends DeviceActions {
  readonly state: ReadableAtom<CallState>;
  leave(): void;
  resumeSound(): void;
  renewInvite(terms: InviteTerms): void;
  remember(participantId: string, wanted: boolean): void;
  dismissWarning(): void;
}
