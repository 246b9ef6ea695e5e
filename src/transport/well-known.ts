import * as v from "valibot";
import type { RelayAddress } from "./carrier.ts";
import { TransportError } from "./error.ts";
import { timeouts } from "./wire/limits.ts";

/** Path of the document in which a relay says how it is reached. */
export const WELL_KNOWN_PATH = "/.well-known/kith.json";

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/), v.transform(fromHex));

const wellKnown = v.object({
  relay: v.object({
    url: v.pipe(v.string(), v.url(), v.startsWith("https://")),
    certificateHashes: v.pipe(v.array(hash), v.maxLength(8)),
    webSocketUrl: v.optional(v.pipe(v.string(), v.url(), v.regex(/^wss?:\/\//))),
  }),
});

/** Reads a well-known document; throws "protocol" for one that is not. */
export function parseWellKnown(document: unknown): RelayAddress {
  const result = v.safeParse(wellKnown, document);
  if (!result.success) throw new TransportError("protocol", "not a well-known document of a relay");
  const { url, certificateHashes, webSocketUrl } = result.output.relay;
  return { url, certificateHashes, webSocketUrl };
}

/** How long a known address is kept waiting for a fresh one. Milliseconds. */
const FRESH_WITHIN = 1_000;

/** A source of the relay's address: what was read last, or read anew when `fresh` (a relay's certificates change). */
export function fetchRelayAddress(documentUrl: string): (fresh: boolean) => Promise<RelayAddress> {
  let known: RelayAddress | undefined;
  return async (fresh) => {
    if (known !== undefined && !fresh) return known;
    const patience = known === undefined ? timeouts.request : FRESH_WITHIN;
    try {
      known = parseWellKnown(await fetchJson(documentUrl, patience));
    } catch (cause) {
      // A relay whose page does not answer may still answer where it did before.
      if (known === undefined) throw cause;
    }
    return known;
  };
}

async function fetchJson(url: string, patience: number): Promise<unknown> {
  try {
    const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new TransportError("unreachable", `${response.status}`);
    return await response.json();
  } catch (cause) {
    if (cause instanceof TransportError) throw cause;
    throw new TransportError("unreachable", "no word from the relay's page", { cause });
  }
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
