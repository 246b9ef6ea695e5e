import type { RateControl, RateLimits } from "../../src/media/congestion/rate-control.ts";
import { type Random, seededRandom } from "../../tests/shaper/random.ts";
import { Bottleneck } from "./bottleneck.ts";
import { type MediaPlan, mediaLimits, type TestCase } from "./cases.ts";
import { MediaFlow } from "./media-flow.ts";
import { Path } from "./path.ts";
import { FlowRecord } from "./recorder.ts";
import { Simulation } from "./simulation.ts";
import { TcpFlow } from "./tcp-flow.ts";

const TCP_DELAY = 50;
/** Of short downloads: bytes, and the mean pause between them in milliseconds (RFC 8867, 5.7). */
const SHORT = { min: 30_000, max: 50_000, meanPause: 10_000 } as const;

export type ControlFactory = (limits: RateLimits) => RateControl;

/** A flow of media and what became of it. */
export interface MediaResult {
  readonly plan: MediaPlan;
  readonly record: FlowRecord;
}

export interface CaseResult {
  readonly testCase: TestCase;
  readonly seed: number;
  readonly media: readonly MediaResult[];
  readonly tcp: readonly FlowRecord[];
}

/** One case from beginning to end. The same seed gives the same result. */
export function runCase(testCase: TestCase, makeControl: ControlFactory, seed: number): CaseResult {
  const simulation = new Simulation();
  const forward = new Bottleneck(simulation, testCase.forward, testCase.queueTime);
  const back = new Bottleneck(simulation, testCase.back, testCase.queueTime);
  let streams = 0;
  const random = (): Random => seededRandom(seed, streams++);
  const ways = (delay: number, isBackwards = false) => {
    const [there, thence] = isBackwards ? [back, forward] : [forward, back];
    const options = { delay, randomLoss: testCase.randomLoss };
    return {
      forward: new Path(simulation, there, options, random()),
      back: new Path(simulation, thence, options, random()),
    };
  };

  const media = testCase.media.map((plan, i): MediaResult => {
    const record = new FlowRecord(`media ${i + 1}`);
    new MediaFlow(simulation, {
      ...plan,
      ...ways(plan.delay, plan.isBackwards),
      end: testCase.duration,
      control: makeControl(mediaLimits),
      record,
      seed: seed * 101 + i,
    });
    return { plan, record };
  });

  const tcp: FlowRecord[] = [];
  for (let i = 0; i < testCase.longTcp; i++) {
    const record = new FlowRecord("TCP");
    tcp.push(record);
    new TcpFlow(simulation, { ...ways(TCP_DELAY), record }, Number.POSITIVE_INFINITY);
  }
  for (let i = 0; i < testCase.shortTcp; i++) {
    const record = new FlowRecord(`TCP ${i + 1}`);
    tcp.push(record);
    const draw = random();
    const flow = { ...ways(TCP_DELAY), record };
    const pauseAndGo = (): void =>
      simulation.after(-Math.log(1 - draw()) * SHORT.meanPause, () => {
        new TcpFlow(simulation, flow, SHORT.min + draw() * (SHORT.max - SHORT.min), pauseAndGo);
      });
    pauseAndGo();
  }

  simulation.runUntil(testCase.duration);
  return { testCase, seed, media, tcp };
}
