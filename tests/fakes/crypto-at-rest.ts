import { vi } from "vitest";

const METHODS = ["generateKey", "importKey", "deriveBits", "digest", "sign"] as const;

/**
 * Watches WebCrypto until mocks are restored. What it returns waits until nothing is computed any more, and what follows
 * from it has happened.
 */
export function watchCrypto(): () => Promise<void> {
  const spies = METHODS.map((method) => vi.spyOn(crypto.subtle, method));
  return async () => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (spies.some(({ mock }) => mock.settledResults.some(({ type }) => type === "incomplete")));
  };
}
