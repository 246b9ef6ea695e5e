/** The path of links that invite to a call. What follows in the fragment is a secret. */
export const INVITE_PATH = "/join";

/** The path of links that move a call to the device that opens them. */
export const HANDOFF_PATH = "/move";

/** The path of links that type a PIN; without one, of the shortcut that pairs a device. */
export const PIN_PATH = "/pair";

/** The path of the shortcut that starts a call. */
export const START_PATH = "/start";

/** Where the system hands over what somebody shares with Kith: in a form for the service worker, after it in the fragment. */
export const SHARE_PATH = "/share";
