import { timeouts } from "../src/transport/wire/limits.ts";
import { CloseCode } from "../src/transport/wire/signaling.ts";
import { describe, log } from "./log.ts";
import { QuicCarrier } from "./quic-carrier.ts";
import type { Relay } from "./relay.ts";
import { relayLimits, relayTimeouts } from "./relay-limits.ts";
import { sleep, withTimeout } from "./timing.ts";
import type { KeyPair } from "./tls.ts";

/** WebTransport's end of the relay: takes QUIC connections and hands open sessions on. */
export class QuicServer {
  readonly #endpoint: Deno.QuicEndpoint;
  readonly #relay: Relay;
  /** A listener that is no longer referenced takes the endpoint's certificate with it, so none is ever let go. */
  readonly #listeners: Deno.QuicListener[] = [];
  #closed = false;

  /** The endpoint is the server's from now on. */
  constructor(endpoint: Deno.QuicEndpoint, relay: Relay, certificate: KeyPair) {
    this.#endpoint = endpoint;
    this.#relay = relay;
    const listener = this.use(certificate);
    void this.#accept(listener);
  }

  /** Answers with this certificate from now on. Connections that are open stay as they are. */
  use({ cert, key }: KeyPair): Deno.QuicListener {
    const listener = this.#endpoint.listen({
      cert,
      key,
      alpnProtocols: ["h3"],
      maxIdleTimeout: relayTimeouts.idle,
      maxConcurrentUnidirectionalStreams: relayLimits.incomingStreams,
      maxConcurrentBidirectionalStreams: relayLimits.incomingExchanges,
    });
    this.#listeners.push(listener);
    return listener;
  }

  close(): void {
    this.#closed = true;
    this.#endpoint.close({ closeCode: CloseCode.goingAway, reason: "" });
  }

  /** Any of the listeners sees every connection, whichever certificate it is answered with. */
  async #accept(listener: Deno.QuicListener): Promise<void> {
    while (!this.#closed) {
      try {
        const incoming = await listener.incoming();
        if (this.#relay.draining || !this.#relay.admission.beginHandshake()) {
          this.#relay.metrics.rejected.add(this.#relay.draining ? "draining" : "too-many");
          incoming.refuse();
        } else void this.#serve(incoming);
      } catch (error) {
        if (this.#closed) return;
        log.warn("accept-failed", { error: describe(error) });
        await sleep(ACCEPT_RETRY_MS);
      }
    }
  }

  async #serve(incoming: Deno.QuicIncoming): Promise<void> {
    const { admission, metrics } = this.#relay;
    let carrier: QuicCarrier;
    try {
      carrier = await this.#handshake(incoming);
    } catch (error) {
      metrics.rejected.add("handshake");
      log.info("handshake-failed", { error: describe(error) });
      return;
    } finally {
      admission.endHandshake();
    }
    const place = admission.admit(carrier.address);
    if (place !== undefined) return this.#relay.serve(carrier, place);
    metrics.rejected.add("too-many");
    carrier.close(CloseCode.rateLimited, "too-many");
  }

  async #handshake(incoming: Deno.QuicIncoming): Promise<QuicCarrier> {
    const connecting = Promise.resolve(incoming.accept<false>());
    try {
      const connection = await withTimeout(connecting, timeouts.handshake, "QUIC handshake");
      return await QuicCarrier.accept(connection);
    } catch (error) {
      connecting.then(
        (late) => late.close({ closeCode: CloseCode.timeout, reason: "" }),
        () => undefined,
      );
      throw error;
    }
  }
}

/** So that an endpoint that keeps failing does not keep the processor busy. */
const ACCEPT_RETRY_MS = 100;
