import { selectSubprotocol } from "@moq/qmux";
import { WEBSOCKET_PROTOCOL } from "../src/transport/wire/signaling.ts";
import type { Place } from "./admission.ts";
import { describe, log } from "./log.ts";
import type { Relay } from "./relay.ts";
import { WebSocketCarrier } from "./websocket-carrier.ts";

/** Of the framings that the carrier's library knows the one that clients speak, for our one protocol. */
const subprotocols = { protocols: [WEBSOCKET_PROTOCOL], requireProtocol: true };

/** Seconds without a sign of life after which the runtime gives a socket up. */
const IDLE_SECONDS = 10;

/** Answers a request for a session over a WebSocket, and serves it once it is open. */
export function upgradeToWebSocket(request: Request, address: string, relay: Relay): Response {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket")
    return new Response("Sessions are opened by WebTransport or WebSocket.\n", { status: 426 });
  const protocol = selectSubprotocol(request.headers.get("sec-websocket-protocol"), subprotocols);
  if (protocol === undefined) return new Response("No protocol in common.\n", { status: 400 });
  if (relay.draining) {
    relay.metrics.rejected.add("draining");
    return new Response("This relay is about to stop.\n", { status: 503 });
  }
  const place = relay.admission.admit(address);
  if (place === undefined) {
    relay.metrics.rejected.add("too-many");
    return new Response("Too many connections.\n", { status: 429 });
  }
  return upgrade(request, protocol, address, relay, place);
}

function upgrade(request: Request, protocol: string, address: string, relay: Relay, place: Place): Response {
  try {
    const { socket, response } = Deno.upgradeWebSocket(request, { protocol, idleTimeout: IDLE_SECONDS });
    void serve(socket, protocol, address, relay, place);
    return response;
  } catch (error) {
    place.release();
    relay.metrics.rejected.add("handshake");
    log.info("handshake-failed", { error: describe(error) });
    return new Response("Not a WebSocket handshake.\n", { status: 400 });
  }
}

async function serve(
  socket: WebSocket,
  protocol: string,
  address: string,
  relay: Relay,
  place: Place,
): Promise<void> {
  let carrier: WebSocketCarrier;
  try {
    carrier = await WebSocketCarrier.accept(socket, protocol, address);
  } catch (error) {
    socket.close();
    place.release();
    relay.metrics.rejected.add("handshake");
    log.info("handshake-failed", { error: describe(error) });
    return;
  }
  await relay.serve(carrier, place);
}
