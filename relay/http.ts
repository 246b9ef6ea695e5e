import { SESSION_PATH } from "../src/transport/wire/signaling.ts";
import { type AddressBook, isHost } from "./addresses.ts";
import type { Relay } from "./relay.ts";
import { securityHeaders } from "./security-headers.ts";
import type { Site } from "./site.ts";
import { upgradeToWebSocket } from "./websocket.ts";

/** What the page's server speaks for. */
export interface HttpParts {
  readonly site: Site;
  readonly addresses: AddressBook;
  readonly relay: Relay;
  /** SHA-256 of the certificates that clients may accept; none when the relay's certificate is a public one. */
  readonly certificateHashes: () => readonly Uint8Array<ArrayBuffer>[];
}

const PLAIN = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };

/** Answers requests for the page, the relay's own documents, and sessions over WebSocket. */
export function createHandler(parts: HttpParts): Deno.ServeHandler<Deno.NetAddr> {
  return (request, info) => {
    const url = urlOf(request);
    if (url === undefined) return new Response("Bad host.\n", { status: 400, headers: PLAIN });
    const { pathname, host } = url;
    if (pathname === SESSION_PATH) return upgradeToWebSocket(request, info.remoteAddr.hostname, parts.relay);
    if (request.method !== "GET" && request.method !== "HEAD")
      return new Response("Only GET and HEAD.\n", { status: 405, headers: { ...PLAIN, allow: "GET, HEAD" } });
    switch (pathname) {
      case "/.well-known/kith.json":
        return wellKnown(parts, host);
      case "/healthz":
        return health(parts.relay);
      case "/metrics":
        return new Response(parts.relay.metrics.render(parts.relay.gauges), { headers: PLAIN });
      default:
        return page(parts, request, pathname, host);
    }
  };
}

/** Undefined where the host is one that nobody could have typed. */
function urlOf(request: Request): URL | undefined {
  try {
    const url = new URL(request.url);
    return isHost(url.host) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Where the relay is and how to know it. Any page may read it: it says nothing that connecting would not. */
function wellKnown({ addresses, certificateHashes }: HttpParts, host: string): Response {
  const { url, webSocketUrl } = addresses.seenFrom(host);
  const relay = { url, certificateHashes: certificateHashes().map((hash) => hash.toHex()), webSocketUrl };
  const headers = { "cache-control": "no-store", "access-control-allow-origin": "*" };
  return Response.json({ relay }, { headers });
}

function health({ draining }: Relay): Response {
  return new Response(draining ? "draining\n" : "ok\n", { status: draining ? 503 : 200, headers: PLAIN });
}

function page({ site, addresses }: HttpParts, request: Request, pathname: string, host: string): Response {
  const file = site.find(pathname);
  const headers = securityHeaders(addresses.seenFrom(host));
  if (file !== undefined) return file.respond(request, headers);
  headers.set("content-type", "text/plain; charset=utf-8");
  headers.set("cache-control", "no-store");
  return new Response("There is nothing here.\n", { status: 404, headers });
}
