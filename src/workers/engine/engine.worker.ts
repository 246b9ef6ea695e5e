/*
 * The engine: everything of a call that is not picture, sound or words on the page. It owns the connection to the relay,
 * the encoders and decoders, and every frame from the moment it is read from the camera's stream or the network until it
 * is posted to the page or closed. The page's thread carries no network, no codec and no crypto.
 */
import { CallEngine } from "./call-engine.ts";
import type { FromEngine, ToEngine } from "./messages.ts";

const scope = self as unknown as DedicatedWorkerGlobalScope;
let engine: CallEngine | undefined;

scope.addEventListener("message", ({ data }: MessageEvent<ToEngine>) => {
  switch (data.type) {
    case "start":
      engine = new CallEngine(data, post);
      break;
    case "profile":
      engine?.setProfile(data.self);
      break;
    case "camera":
      engine?.setCamera(data.frames);
      break;
    case "microphone":
      engine?.setMicrophone(data.sound);
      break;
    case "playout":
      engine?.setPlayout(data.port);
      break;
    case "watch":
      engine?.setSurface(data.peer, data.frames);
      break;
    case "wake":
      engine?.wake();
      break;
    case "leave":
      engine?.close();
      engine = undefined;
      // What has been said must leave first: a message and a close are on their way to the network.
      setTimeout(() => scope.close(), 100);
      break;
  }
});

scope.addEventListener("online", () => engine?.wake());

function post(message: FromEngine, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}
