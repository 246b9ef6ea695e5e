import { atom, type ReadableAtom } from "nanostores";
import type { EngineClient, FromEngine } from "../workers/engine/client.ts";
import {
  type CheckFindings,
  type CheckLine,
  type CheckResult,
  type CheckState,
  type DeviceProblem,
  overallOf,
  verdictOf,
} from "./check-state.ts";
import type { Devices } from "./devices.ts";
import { firstOf, type Watch } from "./first-of.ts";

export interface DeviceCheckParts {
  readonly engine: Pick<EngineClient, "tell" | "on" | "follow">;
  /** The check's from now on: it closes them. */
  readonly devices: Pick<Devices, "state" | "level" | "testSpeaker" | "close">;
}

type ConnectionMessage = Extract<FromEngine, { type: "connection" }>;
type EncodersMessage = Extract<FromEngine, { type: "encoders" }>;

/** Milliseconds that each step may take. Whoever has to answer a question of the browser's gets longer. */
const PATIENCE = {
  connection: 12_000,
  roundTrip: 6_000,
  encoder: 20_000,
  permission: 30_000,
  picture: 3_000,
  sound: 8_000,
};
/** So long a round trip is watched before it counts: the first ones are those of a connection that has just begun. */
const SETTLING = 1_500;
/** Up to here nobody notices, and up to here a talk still goes well. Milliseconds there and back. */
const NEAR = 150;
const NOTICEABLE = 300;
/** Of the level's scale: more than the hum of a quiet room. */
const AUDIBLE = 0.05;
/** Lines of the pictures that cameras are asked for. */
const USUAL_HEIGHT = 360;

const open: CheckResult<never> = { verdict: undefined };
const unknown: CheckState["lines"] = {
  ...{ connection: open, roundTrip: open, encoder: open, camera: open, microphone: open, speaker: open },
};

/** Looks whether a call would work from here, step by step; each ends with a verdict, in time. */
export class DeviceCheck {
  readonly #parts: DeviceCheckParts;
  readonly #state = atom<CheckState>({ lines: unknown, overall: undefined });
  #run = new AbortController();

  constructor(parts: DeviceCheckParts) {
    this.#parts = parts;
    this.again();
  }

  get state(): ReadableAtom<CheckState> {
    return this.#state;
  }

  /** Of the check's devices: for a mirror. */
  get devices(): Devices["state"] {
    return this.#parts.devices.state;
  }

  /** How loud the microphone is, 0 to 1. */
  get level(): Devices["level"] {
    return this.#parts.devices.level;
  }

  /** From the beginning; what the person has heard is not forgotten. */
  again(): void {
    this.#run.abort();
    this.#run = new AbortController();
    const { signal } = this.#run;
    const { speaker } = this.#state.get().lines;
    this.#state.set({ lines: { ...unknown, speaker }, overall: undefined });
    this.#parts.engine.tell({ type: "ready", wanted: true });
    void this.#checkNetwork(signal);
    void this.#checkCamera(signal);
    void this.#checkMicrophone(signal);
  }

  /** Sounds by the speaker; whether that was heard is the person's to say. */
  playTone(): void {
    this.#parts.devices.testSpeaker().catch(() => this.answer(false));
  }

  /** The person has heard the tone, or not. */
  answer(heard: boolean): void {
    this.#note("speaker", heard ? "heard" : "unheard");
  }

  close(): void {
    this.#run.abort();
    this.#parts.engine.tell({ type: "ready", wanted: false });
    this.#parts.devices.close();
  }

  /** One after the other: measuring encoders would lengthen round trips. */
  async #checkNetwork(signal: AbortSignal): Promise<void> {
    const { engine } = this.#parts;
    const connected = await firstOf(this.#connected, PATIENCE.connection, signal);
    if (signal.aborted) return;
    const carrier = connected?.carrier;
    this.#note(
      "connection",
      carrier === undefined ? "unreachable" : carrier === "websocket" ? "websocket" : "udp",
    );
    const roundTrip = connected && (await firstOf(this.#roundTrip, PATIENCE.roundTrip, signal));
    if (signal.aborted) return;
    this.#note("roundTrip", distance(roundTrip), roundTrip);
    const survey: Watch<EncodersMessage> = (found) => engine.on("encoders", found);
    engine.tell({ type: "survey-encoders" });
    const surveyed = await firstOf(survey, PATIENCE.encoder, signal);
    if (!signal.aborted) this.#note("encoder", ability(surveyed?.encoders));
  }

  async #checkCamera(signal: AbortSignal): Promise<void> {
    const { state } = this.#parts.devices;
    const settled: Watch<MediaStreamTrack | DeviceProblem> = (found) =>
      state.subscribe(({ camera, cameraTrack }) => {
        if (camera === "on" && cameraTrack !== undefined) found(cameraTrack);
        else if (camera !== "on" && camera !== "opening") found(camera);
      });
    const found = await firstOf(settled, PATIENCE.permission, signal);
    const finding = typeof found === "object" ? await this.#lookAt(found, signal) : (found ?? "waiting");
    if (!signal.aborted) this.#note("camera", finding);
  }

  async #lookAt(camera: MediaStreamTrack, signal: AbortSignal): Promise<"works" | "dark"> {
    const shows: Watch<true> = (found) => {
      const look = () => !camera.muted && found(true);
      camera.addEventListener("unmute", look);
      look();
      return () => camera.removeEventListener("unmute", look);
    };
    return (await firstOf(shows, PATIENCE.picture, signal)) ? "works" : "dark";
  }

  async #checkMicrophone(signal: AbortSignal): Promise<void> {
    const { state, level } = this.#parts.devices;
    const settled: Watch<CheckFindings["microphone"]> = (found) =>
      state.subscribe(({ microphone }) => {
        if (microphone !== "opening") found(microphone === "on" ? "works" : microphone);
      });
    const found = await firstOf(settled, PATIENCE.permission, signal);
    if (signal.aborted) return;
    if (found !== "works") {
      this.#note("microphone", found ?? "waiting");
      return;
    }
    const heard: Watch<true> = (found) => {
      const look = () => level.get() >= AUDIBLE && found(true);
      look();
      return level.listen(look);
    };
    if ((await firstOf(heard, PATIENCE.sound, signal)) === undefined && !signal.aborted)
      this.#note("microphone", "silent");
    // Whoever speaks up later is heard as well, for as long as the check is open.
    await new Promise<void>((resolve) => {
      const stop = heard(() => resolve());
      signal.addEventListener("abort", () => {
        stop();
        resolve();
      });
    });
    if (!signal.aborted) this.#note("microphone", "works");
  }

  readonly #connected: Watch<ConnectionMessage> = (found) =>
    this.#parts.engine.follow("connection", (connection) => {
      if (connection.state === "connected" && !connection.doubted) found(connection);
    });

  readonly #roundTrip: Watch<number> = (found) => {
    let since: number | undefined;
    return this.#parts.engine.follow("connection", ({ health }) => {
      if (health?.roundTrip === undefined) return;
      since ??= performance.now();
      if (performance.now() - since >= SETTLING) found(health.roundTrip);
    });
  };

  #note<Line extends CheckLine>(line: Line, finding: CheckFindings[Line], amount?: number): void {
    const result = {
      verdict: verdictOf(line, finding),
      finding,
      ...(amount === undefined ? {} : { amount }),
    };
    const lines = { ...this.#state.get().lines, [line]: result };
    this.#state.set({ lines, overall: overallOf(lines) });
  }
}

function distance(roundTrip: number | undefined): CheckFindings["roundTrip"] {
  if (roundTrip === undefined) return "unknown";
  if (roundTrip <= NEAR) return "near";
  return roundTrip <= NOTICEABLE ? "noticeable" : "far";
}

function ability(encoders: EncodersMessage["encoders"]): CheckFindings["encoder"] {
  if (encoders === undefined) return "unknown";
  if (encoders.length === 0) return "none";
  const heights = encoders.filter(({ isInTime }) => isInTime).map(({ height }) => height);
  if (heights.some((height) => height > USUAL_HEIGHT)) return "large";
  return heights.includes(USUAL_HEIGHT) ? "usual" : "slow";
}
