/** The path of links that invite to a call. What follows in the fragment is a secret. */
export const INVITE_PATH = "/join";

/** The path of links that type a PIN. */
export const PIN_PATH = "/pair";
