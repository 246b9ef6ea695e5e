/* What the app needs as soon as somebody does something: it comes soon after the first screen. */
export { Call } from "./call.ts";
export { DeviceCheck } from "./device-check.ts";
export { Devices } from "./devices.ts";
export { Pairing } from "./pairing.ts";
export { beginningOf, followCall } from "./past-call.ts";
export { Preview } from "./preview.ts";
export { accompanyCall } from "./system/accompany-call.ts";
