import { CloseCode, ErrorCode, type LeaveReason } from "../src/transport/wire/signaling.ts";

/** What the client, its peers and its carrier are told when the relay ends a connection. */
export interface Ending {
  readonly close: CloseCode;
  readonly leave: LeaveReason;
  /** Only where coming back at once would not help: clients take it as final. */
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

/** Every reason for which the relay ends a connection of its own accord. */
export const endings = {
  "no-hello": { close: CloseCode.timeout, leave: "lost" },
  // Whoever goes in good order has left its rooms before.
  ended: { close: CloseCode.done, leave: "lost" },
  silent: { close: CloseCode.timeout, leave: "lost" },
  "too-slow": { close: CloseCode.tooSlow, leave: "lost" },
  replaced: { close: CloseCode.replaced, leave: "replaced" },
  draining: { close: CloseCode.goingAway, leave: "lost" },
  protocol: {
    close: CloseCode.protocol,
    leave: "removed",
    error: { code: ErrorCode.malformed, message: "What you sent cannot be understood." },
  },
  version: {
    close: CloseCode.protocol,
    leave: "removed",
    error: { code: ErrorCode.unsupportedVersion, message: "This relay speaks another version." },
  },
  "not-allowed": {
    close: CloseCode.notAllowed,
    leave: "removed",
    error: { code: ErrorCode.notAllowed, message: "This relay does not let you in." },
  },
  "rate-limited": {
    close: CloseCode.rateLimited,
    leave: "removed",
    error: { code: ErrorCode.rateLimited, message: "Too much at once." },
  },
} as const satisfies Record<string, Ending>;

export type EndReason = keyof typeof endings;
