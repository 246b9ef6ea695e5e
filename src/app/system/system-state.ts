/** How Kith can be installed here: by the browser's own dialog, or by hand as these browsers have it; or it is, or it cannot. */
export type Installation = "offered" | "by-hand-on-phone" | "by-hand-on-desk" | "none";

/** What the browser and the system around it do for Kith, and what else they could do; a new object with every change. */
export interface SystemState {
  /** False when the device itself says that it has no network. */
  readonly online: boolean;
  readonly installation: Installation;
  /** A newer version of Kith is here, and waits to be asked for. */
  readonly newVersion: boolean;
  /** Whether calls may be shown where the page is not seen. none: this browser cannot. */
  readonly notifications: "unasked" | "granted" | "denied" | "none";
}
