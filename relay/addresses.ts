import { SESSION_PATH } from "../src/transport/wire/signaling.ts";
import type { Config } from "./config.ts";

/** A host as it may stand in a Host header: a name or an address, with or without a port. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]{0,253})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Where clients find the relay, as seen from the host that a visitor used to reach the page. */
export interface RelayAddresses {
  /** Base of the WebTransport sessions. */
  readonly url: string;
  /** Sessions over WebSocket. */
  readonly webSocketUrl: string;
}

/** Whether a request's host is one that could have been typed: it will stand in documents and headers. */
export function isHost(host: string): boolean {
  return HOST.test(host) && URL.canParse(`http://${host}/`);
}

/** Works the relay's addresses out for each visitor, since a relay has as many names as ways lead to it. */
export class AddressBook {
  readonly #config: Config;
  readonly #port: number;

  /** `port` is the UDP port in use. */
  constructor(config: Config, port: number) {
    this.#config = config;
    this.#port = port;
  }

  /** `host` is a valid Host header. */
  seenFrom(host: string): RelayAddresses {
    const { publicUrl, relayUrl, tls } = this.#config;
    const secure = publicUrl === undefined ? tls.mode !== "plain" : publicUrl.protocol === "https:";
    const { hostname } = new URL(`http://${host}/`);
    const own = `https://${this.#reachable(hostname)}:${this.#port}/`;
    return {
      url: relayUrl?.href ?? own,
      webSocketUrl: `${secure ? "wss" : "ws"}://${publicUrl?.host ?? host}${SESSION_PATH}`,
    };
  }

  /** "localhost" can mean either loopback address, and a browser does not try both over UDP: say which one is bound. */
  #reachable(hostname: string): string {
    if (hostname !== "localhost") return hostname;
    return this.#config.host === "::1" ? "[::1]" : "127.0.0.1";
  }
}
