import type { RelayAddress } from "./carrier.ts";
import { TransportError } from "./error.ts";
import { withTimeout } from "./timeout.ts";
import { timeouts } from "./wire/limits.ts";
import { list, made, object, optional, pattern, such, text } from "./wire/schema.ts";

const address = such(text(Number.POSITIVE_INFINITY), URL.canParse);
const hash = made(pattern(/^[0-9a-f]{64}$/), fromHex);
const wellKnown = object({
  relay: object({
    url: such(address, (url) => url.startsWith("https://")),
    certificateHashes: list(hash, 8),
    webSocketUrl: optional(such(address, (url) => /^wss?:\/\//.test(url))),
  }),
});

/** Reads a well-known document; throws "protocol" for one that is not. */
export function parseWellKnown(document: unknown): RelayAddress {
  try {
    const { url, certificateHashes, webSocketUrl } = wellKnown(document, "document").relay;
    return { url, certificateHashes, webSocketUrl };
  } catch (cause) {
    throw new TransportError("protocol", "not a well-known document of a relay", { cause });
  }
}

/** How long a known address is kept waiting for a fresh one, and how long one that comes later than that is fresh. */
const FRESH_WITHIN = 1_000;
const FRESH_FOR = 10_000;
/** How often within how long relays may be dialled of which nothing was heard. */
const BLIND = 4;
const BLIND_WITHIN = 5 * 60_000;

/** A source of the relay's address: what was read last, or read anew when `fresh` (a relay's certificates change). */
export function fetchRelayAddress(documentUrl: string): (fresh: boolean) => Promise<RelayAddress> {
  const source = new AddressSource(documentUrl);
  return (fresh) => source.get(fresh);
}

class AddressSource {
  readonly #url: string;
  #known: RelayAddress | undefined;
  #reading: Promise<RelayAddress> | undefined;
  /** When it was read too late for those who had asked. */
  #lateAt = Number.NEGATIVE_INFINITY;
  /** When it was given out unread. */
  #blind: readonly number[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Where no fresh address comes in time the relay may still be where it was, and its certificate proves it. A WebSocket
   * proves nothing: one would end on it just because the certificate has changed. So the address is then without.
   * Where the answer is no, or there has been none a few times, nobody is dialled: Chromium makes every dial of the next five
   * minutes wait for each that was in vain, twice as long each time, and would come back by WebSocket.
   */
  async get(fresh: boolean): Promise<RelayAddress> {
    const known = this.#known;
    if (known === undefined) return this.#read();
    if (!fresh || this.#takeLate()) return known;
    const reading = this.#read();
    try {
      return await withTimeout(reading, FRESH_WITHIN, "address");
    } catch (error) {
      if (!(error instanceof TransportError) || error.reason !== "timeout") throw error;
      if (!this.#mayBeBlind()) return reading;
      const noteLate = () => {
        this.#lateAt = performance.now();
      };
      reading.then(noteLate, () => undefined);
      return { ...known, webSocketUrl: undefined };
    }
  }

  #takeLate(): boolean {
    const isFresh = performance.now() - this.#lateAt < FRESH_FOR;
    this.#lateAt = Number.NEGATIVE_INFINITY;
    return isFresh;
  }

  #mayBeBlind(): boolean {
    const now = performance.now();
    const recent = this.#blind.filter((at) => now - at < BLIND_WITHIN);
    const may = recent.length < BLIND;
    this.#blind = may ? [...recent, now] : recent;
    return may;
  }

  /** One request at a time, for all who ask. */
  #read(): Promise<RelayAddress> {
    this.#reading ??= fetchJson(this.#url)
      .then((document) => {
        this.#known = parseWellKnown(document);
        return this.#known;
      })
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }
}

async function fetchJson(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(timeouts.request) });
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
