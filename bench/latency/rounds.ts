import { setTimeout as sleep } from "node:timers/promises";
import type { CameraSize } from "../page/camera.ts";
import { kith, type System, type SystemName, webRtc } from "../stand/calls.ts";
import { mouthToEar } from "../stand/mouth-to-ear.ts";
import type { Stand } from "../stand/stand.ts";

/** One call of one system, as it was seen and heard. Milliseconds. */
export interface Round {
  readonly system: SystemName;
  /** From the camera to the shown picture, of each picture. */
  readonly glassToGlass: readonly number[];
  /** From the microphone to the loudspeaker, of each click. */
  readonly mouthToEar: readonly number[];
  readonly picturesPerSecond: number;
  readonly width: number;
  readonly height: number;
}

export interface Plan {
  /** Pairs of calls: one of each system, the first of a pair being the second of the next. */
  readonly pairs: number;
  /** Encoders, decoders and buffers find their pace before anything counts. Milliseconds. */
  readonly warmUp: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** A first picture that has not come by then is a failure. */
const PICTURE_WITHIN = 15_000;

/** Calls of both systems by turns, so that whatever else the machine does falls on both. */
export async function measureRounds(stand: Stand, camera: CameraSize, plan: Plan): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let pair = 0; pair < plan.pairs; pair++) {
    const order = pair % 2 === 0 ? [kith, webRtc] : [webRtc, kith];
    for (const system of order) rounds.push(await measureRound(stand, camera, plan, system));
  }
  return rounds;
}

async function measureRound(stand: Stand, camera: CameraSize, plan: Plan, system: System): Promise<Round> {
  const call = await system.openCall(stand, camera);
  try {
    await call.listener.evaluate(() => globalThis.bench.startReading());
    const seen = () => globalThis.bench.firstShown !== undefined;
    await call.listener.waitForFunction(seen, undefined, { timeout: PICTURE_WITHIN });
    await sleep(plan.warmUp);
    await call.listener.evaluate(() => globalThis.bench.startReading());
    await sleep(plan.duration);
    const perceived = await call.listener.evaluate(() => globalThis.bench.stopReading());
    const click = await call.speaker.evaluate(() => globalThis.bench.click);
    return {
      system: system.name,
      glassToGlass: perceived.ages,
      mouthToEar: mouthToEar(perceived.clicks, click, stand.clickPeriod),
      picturesPerSecond: (perceived.ages.length * 1000) / perceived.duration,
      width: perceived.width,
      height: perceived.height,
    };
  } finally {
    await call.close();
  }
}
