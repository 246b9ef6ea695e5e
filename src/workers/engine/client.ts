import type { PeerId } from "../../trust/peer-message.ts";
import { scriptUrl } from "../script-url.ts";
import engineUrl from "./engine.worker.ts?worker&url";
import type { FromEngine, PeerView, SelfProfile, ToEngine } from "./messages.ts";

export type { PeerView, SelfProfile } from "./messages.ts";
export type EngineConnection = Extract<FromEngine, { type: "connection" }>;

/** What the engine tells its owner. */
export interface EngineListener {
  onConnection(connection: EngineConnection): void;
  onPeers(peers: readonly PeerView[]): void;
  /** The worker died: nothing works any more. */
  onCrash(message: string): void;
}

/** The page's end of the engine worker: one call, from `start` to `close`. The worker ends with it. */
export class EngineClient {
  readonly #worker: Worker;
  readonly #watched = new Map<PeerId, WritableStream<VideoFrame>>();

  constructor(listener: EngineListener) {
    this.#worker = new Worker(scriptUrl(engineUrl), { type: "module", name: "engine" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<FromEngine>) => {
      switch (data.type) {
        case "connection":
          return listener.onConnection(data);
        case "peers":
          return listener.onPeers(data.peers);
      }
    });
    this.#worker.addEventListener("error", (event) => listener.onCrash(event.message));
    this.#worker.addEventListener("messageerror", () => listener.onCrash("a message could not be read"));
  }

  start(wellKnownUrl: string, room: Uint8Array<ArrayBuffer>, self: SelfProfile): void {
    this.#post({ type: "start", wellKnownUrl, room, self });
  }

  setProfile(self: SelfProfile): void {
    this.#post({ type: "profile", self });
  }

  /** The stream is the engine's from now on. */
  setCamera(frames: ReadableStream<VideoFrame> | undefined): void {
    this.#post({ type: "camera", frames }, frames === undefined ? [] : [frames]);
  }

  /** The stream is the engine's from now on. */
  setMicrophone(sound: ReadableStream<AudioData> | undefined): void {
    this.#post({ type: "microphone", sound }, sound === undefined ? [] : [sound]);
  }

  setPlayout(port: MessagePort): void {
    this.#post({ type: "playout", port }, [port]);
  }

  /** Writes each picture of a peer to `frames`, which is the engine's from now on, until the returned function is called. */
  watch(peer: PeerId, frames: WritableStream<VideoFrame>): () => void {
    this.#watched.set(peer, frames);
    this.#post({ type: "watch", peer, frames }, [frames]);
    return () => {
      if (this.#watched.get(peer) !== frames) return;
      this.#watched.delete(peer);
      this.#post({ type: "watch", peer, frames: undefined });
    };
  }

  wake(): void {
    this.#post({ type: "wake" });
  }

  /** Leaves the room. The worker ends itself once that is said, and by force if it does not. */
  close(): void {
    this.#post({ type: "leave" });
    setTimeout(() => this.#worker.terminate(), 500);
  }

  #post(message: ToEngine, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
