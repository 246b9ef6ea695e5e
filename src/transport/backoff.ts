/** When to try again, in milliseconds. */
export interface Pauses {
  readonly initialDelay: number;
  readonly maxDelay: number;
  readonly multiplier: number;
  /** Part of each delay that is left to chance, 0 to 1, so that the clients of a restarted relay do not come as one. */
  readonly jitter: number;
}

export interface ReconnectPolicy extends Pauses {
  /** After so many failures in a row the connection counts as failed. */
  readonly maxAttempts: number;
}

/** Heals a restarted relay within a second, one that was away for long within three, and goes on for about ten minutes. */
export const reconnectPolicy: ReconnectPolicy = {
  maxAttempts: 280,
  initialDelay: 100,
  maxDelay: 3_000,
  multiplier: 1.6,
  jitter: 0.5,
};

/**
 * When what goes by WebSocket tries UDP again. Not often: where UDP comes up and does not hold, each try is a gap in the call, and
 * browsers make dials wait for those before them that were in vain.
 */
export const returnToUdp: Pauses = { initialDelay: 30_000, maxDelay: 600_000, multiplier: 2, jitter: 0.25 };

/** The wait before attempt number `attempt` (0 is the first). `random` is uniform in [0, 1). */
export function nextDelay(policy: Pauses, attempt: number, random: () => number): number {
  const full = Math.min(policy.initialDelay * policy.multiplier ** attempt, policy.maxDelay);
  return full * (1 - policy.jitter * random());
}
