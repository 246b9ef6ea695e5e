/*
 * The engine: everything of a call that is not picture, sound or words on the page. It owns the connection to the relay, the
 * keys, the encoders and decoders, and every frame from the moment it is read from the camera's stream or the network until it
 * is handed to the page or closed. The page's thread carries no network, no codec and no crypto.
 */
import { TrustStore } from "../../trust/store/trust-store.ts";
import { Engine } from "./engine.ts";
import type { FromEngine, ToEngine } from "./messages.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
let engine: Engine | undefined;
/** One message after the other, each when the one before has taken effect. */
let turn: Promise<void> = Promise.resolve();

scope.addEventListener("message", ({ data }: MessageEvent<ToEngine>) => {
  if (data.type === "close") close();
  else turn = turn.then(() => handle(data)).catch(crash);
});

scope.addEventListener("online", () => engine?.wake());

async function handle(message: Exclude<ToEngine, { type: "close" }>): Promise<void> {
  if (message.type === "open") engine ??= new Engine(message.wellKnownUrl, await TrustStore.open(), post);
  else await engine?.handle(message);
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
