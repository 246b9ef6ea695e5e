/*
 * The engine: everything of a call that is not picture, sound or words on the page. It owns the connection to the relay, the
 * keys, the encoders and decoders, and every frame from the moment it is read from the camera's stream or the network until it
 * is handed to the page or closed. The page's thread carries no network, no codec and no crypto.
 */
import { TrustStore } from "../../trust/store/trust-store.ts";
import { Engine } from "./engine.ts";
import type { FromEngine, ToEngine } from "./messages.ts";
import { Network } from "./network.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
let network: Network | undefined;
let engine: Engine | undefined;
/** One message after the other, each when the one before has taken effect. */
let turn: Promise<void> = Promise.resolve();

scope.addEventListener("message", ({ data }: MessageEvent<ToEngine>) => {
  if (data.type === "close") close();
  else if (data.type === "open") open(data.wellKnownUrl);
  else if (data.type === "ready" && data.wanted) network?.keepReady(true);
  else turn = turn.then(() => engine?.handle(data)).catch(crash);
});

scope.addEventListener("online", () => engine?.wake());

/** The way to the relay may be open before it is known who goes it. */
function open(wellKnownUrl: string): void {
  const opened = new Network(wellKnownUrl);
  network = opened;
  turn = TrustStore.open()
    .then((store) => {
      engine = new Engine(opened, store, post);
    })
    .catch(crash);
}

/** At once: the page is going, and takes this worker with it. */
function close(): void {
  engine?.close();
  // What has been said must leave first: messages and a close are on their way to the network.
  setTimeout(() => scope.close(), 100);
}

function post(message: FromEngine, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

/** Reaches the page as the worker's error. */
function crash(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
