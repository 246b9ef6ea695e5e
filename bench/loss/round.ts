import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { defaultBitrate } from "../../src/media/video-codecs.ts";
import type { Silence } from "../page/silence.ts";
import type { SoundCounts } from "../page/sound-counts.ts";
import type { SystemName } from "../stand/calls.ts";
import { mouthToEar } from "../stand/mouth-to-ear.ts";
import type { Stand } from "../stand/stand.ts";
import { type Freezes, freezes } from "./freezes.ts";
import type { Direction } from "./path.ts";
import { calm, conditionsOf, listenersCamera, type Row } from "./rows.ts";
import { type StepFigures, takeStep } from "./step.ts";
import type { CallPlan, ShapedCall, ShapedSystem } from "./systems.ts";

/** Milliseconds. */
export interface Times {
  /** Systems find their pace in the row's network before anything counts. */
  readonly warmUp: number;
  readonly duration: number;
  /** Of each of a step's three parts; the first one's pace is found in its own time. */
  readonly stepPart: number;
}

/** One call of one system in one row's network, as it was seen and heard. */
export interface Round {
  readonly system: SystemName;
  /** Milliseconds. */
  readonly duration: number;
  readonly glassToGlass: readonly number[];
  readonly mouthToEar: readonly number[];
  readonly freezes: Freezes;
  readonly pictures: number;
  readonly width: number;
  readonly height: number;
  /** Of the time measured; undefined where the system does not say. */
  readonly sound: SoundCounts | undefined;
  readonly silence: Silence;
  readonly clicksExpected: number;
  /** What passed the shaper in the time measured. */
  readonly forward: Direction;
  readonly backward: Direction;
  readonly step: StepFigures | undefined;
  /** Processes of the machine that wanted to run, over the last minute: more than there are processors distort all figures. */
  readonly load: number;
  /** What the system says of itself at the end. */
  readonly description: unknown;
}

/** A first picture that has not come by then is a failure. */
const PICTURE_WITHIN = 20_000;

export interface RoundPlan {
  readonly times: Times;
  readonly seed: number;
  readonly leg: CallPlan["leg"];
}

/** Opens a call on a good network, makes the network the row's, and measures. */
export async function measureRound(
  stand: Stand,
  row: Row,
  system: ShapedSystem,
  plan: RoundPlan,
): Promise<Round> {
  const call = await system.openCall(stand, callPlan(row, plan));
  try {
    await call.listener.evaluate(() => globalThis.bench.startReading());
    const seen = () => globalThis.bench.firstShown !== undefined;
    await call.listener.waitForFunction(seen, undefined, { timeout: PICTURE_WITHIN }).catch((cause) => {
      throw new Error(`${system.name} showed no picture, on a good network`, { cause });
    });
    call.seal();
    call.path.set(conditionsOf(row, row.step?.high));
    await sleep(plan.times.warmUp);
    return await measure(stand, row, system.name, call, plan.times);
  } finally {
    await call.close();
  }
}

/** Where capacity is what counts WebRTC has Chrome's own limit, else the app's: as many packets to be lost. */
function callPlan({ camera, step }: Row, { seed, leg }: RoundPlan): CallPlan {
  return {
    seats: {
      speaker: { camera, sees: listenersCamera },
      listener: { camera: listenersCamera, sees: camera },
    },
    conditions: calm,
    seed,
    leg,
    maxBitrate: step === undefined ? defaultBitrate(camera.width * camera.height) : undefined,
  };
}

async function measure(
  stand: Stand,
  row: Row,
  system: SystemName,
  { speaker, listener, path, describe }: ShapedCall,
  times: Times,
): Promise<Round> {
  const soundBefore = await listener.evaluate(() => globalThis.bench.countSound());
  const before = { forward: path.forward, backward: path.backward };
  await listener.evaluate(() => globalThis.bench.startReading());
  const step =
    row.step === undefined ? await rest(times) : await takeStep(row, row.step, path, times.stepPart);
  const seen = await listener.evaluate(() => globalThis.bench.stopReading());
  path.check();
  const soundAfter = await listener.evaluate(() => globalThis.bench.countSound());
  const click = await speaker.evaluate(() => globalThis.bench.click);
  return {
    system,
    duration: seen.duration,
    glassToGlass: seen.ages,
    mouthToEar: mouthToEar(seen.clicks, click, stand.clickPeriod),
    freezes: freezes(seen.shown, seen.started, seen.started + seen.duration),
    pictures: seen.ages.length,
    width: seen.width,
    height: seen.height,
    sound: soundBefore && soundAfter && soundBetween(soundBefore, soundAfter),
    silence: seen.silence,
    clicksExpected: seen.duration / stand.clickPeriod,
    forward: countsBetween(before.forward, path.forward),
    backward: countsBetween(before.backward, path.backward),
    step,
    load: loadavg()[0] ?? 0,
    description: await describe(),
  };
}

async function rest({ duration }: Times): Promise<undefined> {
  await sleep(duration);
}

function soundBetween(before: SoundCounts, after: SoundCounts): SoundCounts {
  return {
    totalSamplesReceived: after.totalSamplesReceived - before.totalSamplesReceived,
    concealedSamples: after.concealedSamples - before.concealedSamples,
    silentConcealedSamples: after.silentConcealedSamples - before.silentConcealedSamples,
  };
}

function countsBetween(before: Direction, after: Direction): Direction {
  const difference = { ...after };
  for (const name of Object.keys(after) as (keyof Direction)[]) {
    if (name !== "queueMs") difference[name] -= before[name];
  }
  return difference;
}
