import { PIN_PATH } from "../trust/link-paths.ts";

/** A PIN as it is shown and typed: where the other device waits, and the secret. */
export interface Pin {
  /** Four digits, public. */
  readonly code: string;
  /** Six digits. */
  readonly pin: string;
}

/** The PIN in what somebody typed, pasted or scanned: ten digits, spaced as one likes, or the link of a code. */
export function parsePin(text: string, origin: string): Pin | undefined {
  const digits = (fromLink(text.trim(), origin) ?? text).replace(/[\s\-–]/g, "");
  const match = text.length <= 256 ? /^(\d{4})(\d{6})$/.exec(digits) : null;
  const [, code, pin] = match ?? [];
  return code === undefined || pin === undefined ? undefined : { code, pin };
}

/** What a QR code says: whoever scans it need not type. The digits are in the fragment, which no server gets to see. */
export function pinLink(origin: string, pin: string): string {
  const url = new URL(PIN_PATH, origin);
  url.hash = pin;
  return url.href;
}

function fromLink(text: string, origin: string): string | undefined {
  if (text.length > 256 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.origin === origin && url.pathname === PIN_PATH ? url.hash.slice(1) : undefined;
}
