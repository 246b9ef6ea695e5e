import { makeCertificate } from "./certificate.ts";
import { Connection } from "./connection.ts";
import { describe, log } from "./log.ts";
import { QuicCarrier } from "./quic-carrier.ts";
import { Rooms } from "./rooms.ts";

addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  log.error("unhandled-rejection", { error: describe(event.reason) });
});

const wanted = Number(Deno.env.get("KITH_PORT") ?? 8400);
const host = Deno.env.get("KITH_HOST") ?? "127.0.0.1";
const root = Deno.env.get("KITH_ROOT") ?? "dist";
const certificate = await makeCertificate(["localhost", "127.0.0.1"], 13 * 86400_000);
const endpoint = new Deno.QuicEndpoint({ hostname: host, port: wanted });
const { port } = endpoint.addr;
const listener = endpoint.listen({
  ...certificate,
  alpnProtocols: ["h3"],
  maxIdleTimeout: 10_000,
  maxConcurrentUnidirectionalStreams: 32,
  maxConcurrentBidirectionalStreams: 4,
});
const rooms = new Rooms();
const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
  png: "image/png",
  json: "application/json",
  woff2: "font/woff2",
};
Deno.serve({ hostname: host, port, onListen: () => undefined }, async (request) => {
  const url = new URL(request.url);
  if (url.pathname === "/.well-known/kith.json")
    return Response.json(
      {
        relay: {
          url:
            Deno.env.get("KITH_RELAY_URL") ??
            `https://${url.hostname === "localhost" ? "127.0.0.1" : url.hostname}:${port}/`,
          certificateHashes: [certificate.hash.toHex()],
          webSocketUrl: `ws://${url.host}/v1`,
        },
      },
      { headers: { "cache-control": "no-store", "access-control-allow-origin": "*" } },
    );
  const path = url.pathname.includes("..") ? "/" : url.pathname;
  const file = path.split("/").at(-1)?.includes(".") ? path : "/index.html";
  try {
    const body = await Deno.readFile(root + file);
    return new Response(body, {
      headers: {
        "content-type": types[file.split(".").at(-1) ?? ""] ?? "application/octet-stream",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      },
    });
  } catch {
    return new Response("Not found", { status: 404 });
  }
});
Deno.stdout.writeSync(new TextEncoder().encode(`Kith is ready at http://localhost:${port}/\n`));
for (;;) {
  const incoming = await listener.incoming();
  Promise.resolve(incoming.accept<false>())
    .then((c) => QuicCarrier.accept(c))
    .then(
      (carrier) => new Connection(carrier, rooms),
      (error) => log.warn("handshake", { error: describe(error) }),
    );
}
