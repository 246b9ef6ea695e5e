import { Emitter } from "../../transport/emitter.ts";
import { scriptUrl } from "../script-url.ts";
import engineUrl from "./engine.worker.ts?worker&url";
import type { FromEngine, PeerId, PictureSource, ToEngine } from "./messages.ts";

export type { CallEnd, CallMoment, CallPhase } from "./call-progress.ts";
export type { ChatContent, ChatEntryView, IncomingState, RecipientView } from "./chat/chat-view.ts";
export type {
  CallCommand,
  CallMessage,
  ContactView,
  DataUse,
  FromEngine,
  PairingView,
  PeerView,
  PictureSize,
  PictureSource,
  RingView,
  SelfProfile,
  StageDeed,
  StageElementName,
  ToEngine,
} from "./messages.ts";
export type { CallStatistics, PeerStatistics } from "./statistics.ts";

type Events = { [Type in FromEngine["type"]]: Extract<FromEngine, { type: Type }> } & {
  /** The worker died: whatever ran in it is over, and a new one is at work. */
  crashed: { readonly message: string };
};

/** What the engine keeps to while the page lives; a new worker has to be told again. */
type Standing = Extract<ToEngine, { type: "open" | "name" }>;

/** What holds until it is said anew. */
const states = ["self", "contacts", "connection"] as const;
type State = (typeof states)[number];

/** Between two starts, at least: a script that cannot be had is not to be asked for without end. Milliseconds. */
const START_INTERVAL = 2_000;

/** The page's end of the engine worker, from the page's first moment to its last. */
export class EngineClient {
  readonly #events = new Emitter<Events>();
  readonly #standing = new Map<Standing["type"], Standing>();
  readonly #watched = new Map<`${PictureSource} ${PeerId}`, WritableStream<VideoFrame>>();
  readonly #last = new Map<State, FromEngine>();
  #worker: Worker;
  /** Where the worker has crashed: starts the next one. */
  #revival: ReturnType<typeof setTimeout> | undefined;

  constructor(wellKnownUrl: string) {
    this.#worker = this.#start();
    this.tell({ type: "open", wellKnownUrl });
  }

  on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): () => void {
    return this.#events.on(type, listener);
  }

  /** What was said last, at once, and every change. */
  follow<Type extends State>(type: Type, listener: (event: Events[Type]) => void): () => void {
    const last = this.#last.get(type);
    if (last !== undefined) listener(last as Events[Type]);
    return this.on(type, listener);
  }

  /** Streams and ports in the message are the engine's from now on. */
  tell(message: ToEngine): void {
    if (message.type === "open" || message.type === "name") this.#standing.set(message.type, message);
    this.#worker.postMessage(message, transferables(message));
  }

  /** Writes each of these pictures of a peer to `frames`, which is the engine's from now on, until the returned function is called. */
  watch(peer: PeerId, source: PictureSource, frames: WritableStream<VideoFrame>): () => void {
    const key = `${source} ${peer}` as const;
    this.#watched.set(key, frames);
    this.tell({ type: "watch", peer, source, frames });
    return () => {
      if (this.#watched.get(key) !== frames) return;
      this.#watched.delete(key);
      this.tell({ type: "watch", peer, source, frames: undefined });
    };
  }

  /** The worker ends itself once all is said, and by force if it does not. */
  close(): void {
    clearTimeout(this.#revival);
    this.tell({ type: "close" });
    const worker = this.#worker;
    setTimeout(() => worker.terminate(), 500);
  }

  #start(): Worker {
    const worker = new Worker(scriptUrl(engineUrl), { type: "module", name: "engine" });
    const startedAt = performance.now();
    // Only then is it told: what was begun meanwhile is over as well.
    const crashed = (message: string) => {
      if (worker !== this.#worker) return;
      const wait = startedAt + START_INTERVAL - performance.now();
      this.#revival ??= setTimeout(() => this.#replace(message), wait);
    };
    worker.addEventListener("message", ({ data }: MessageEvent<FromEngine>) => {
      if (worker === this.#worker) this.#handle(data);
    });
    worker.addEventListener("error", (event) => crashed(event.message));
    worker.addEventListener("messageerror", () => crashed("a message could not be read"));
    return worker;
  }

  #handle(message: FromEngine): void {
    if (isState(message)) this.#last.set(message.type, message);
    this.#events.emit(message.type, message as never);
  }

  #replace(message: string): void {
    this.#revival = undefined;
    this.#worker.terminate();
    this.#worker = this.#start();
    this.#watched.clear();
    this.#last.clear();
    for (const standing of this.#standing.values()) this.#worker.postMessage(standing);
    this.#events.emit("crashed", { message });
  }
}

function isState(message: FromEngine): message is Extract<FromEngine, { type: State }> {
  return states.some((type) => type === message.type);
}

function transferables(message: ToEngine): Transferable[] {
  switch (message.type) {
    case "camera":
    case "screen":
    case "watch":
      return message.frames === undefined ? [] : [message.frames];
    case "microphone":
    case "screen-sound":
      if (message.sound === undefined) return [];
      return [message.sound instanceof ReadableStream ? message.sound : message.sound.port];
    case "playout":
      return [message.port];
    default:
      return [];
  }
}
