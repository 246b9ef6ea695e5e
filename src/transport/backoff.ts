/** When to try again, in milliseconds. */
export interface ReconnectPolicy {
  /** After so many failures in a row the connection counts as failed. */
  readonly maxAttempts: number;
  readonly initialDelay: number;
  readonly maxDelay: number;
  readonly multiplier: number;
  /** Part of each delay that is left to chance, 0 to 1, so that the clients of a restarted relay do not come as one. */
  readonly jitter: number;
}

/** Heals a restarted relay within a second, and goes on for about ten minutes. */
export const reconnectPolicy: ReconnectPolicy = {
  maxAttempts: 90,
  initialDelay: 100,
  maxDelay: 10_000,
  multiplier: 1.6,
  jitter: 0.5,
};

/** The wait before attempt number `attempt` (0 is the first). `random` is uniform in [0, 1). */
export function nextDelay(policy: ReconnectPolicy, attempt: number, random: () => number): number {
  const full = Math.min(policy.initialDelay * policy.multiplier ** attempt, policy.maxDelay);
  return full * (1 - policy.jitter * random());
}
