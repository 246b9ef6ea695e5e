/*
 * The engine: everything of a call that is not picture, sound or words on the page. It owns the connection to the relay, the
 * keys, the encoders and decoders, and every frame from the moment it is read from the camera's stream or the network until it
 * is handed to the page or closed. The page's thread carries no network, no codec and no crypto.
 */
import { TrustStore } from "../../trust/store/trust-store.ts";
import { Engine } from "./engine.ts";
import type { FromEngine, ToEngine } from "./messages.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
let engine: Promise<Engine> | undefined;
/** One message after the other, each when the one before has taken effect. */
let turn: Promise<void> = Promise.resolve();

scope.addEventListener("message", ({ data }: MessageEvent<ToEngine>) => {
  if (data.type === "open")
    engine ??= TrustStore.open().then((store) => new Engine(data.wellKnownUrl, store, post));
  turn = turn.then(async () => (await engine)?.handle(data)).catch(crash);
  // What has been said must leave first: messages and a close are on their way to the network.
  if (data.type === "close") turn.finally(() => setTimeout(() => scope.close(), 100));
});

scope.addEventListener("online", () => void engine?.then((running) => running.handle({ type: "wake" })));

function post(message: FromEngine, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

/** Reaches the page as the worker's error. */
function crash(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
