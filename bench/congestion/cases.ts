import type { Capacity } from "./bottleneck.ts";

const seconds = 1_000;

/** A flow of media: one-way delay and times in milliseconds. */
export interface MediaPlan {
  readonly start: number;
  readonly delay: number;
  readonly pause?: { readonly from: number; readonly to: number };
  /** The other way, from the receiver of the rest. */
  readonly isBackwards?: true;
}

export interface TestCase {
  readonly name: string;
  readonly title: string;
  readonly forward: readonly Capacity[];
  readonly back: readonly Capacity[];
  /** Milliseconds that the queue holds. */
  readonly queueTime: number;
  readonly media: readonly MediaPlan[];
  /** The share of packets that is lost whatever is sent. */
  readonly randomLoss: number;
  readonly longTcp: number;
  readonly shortTcp: number;
  readonly duration: number;
}

/** Of every flow of media, bits per second. */
export const mediaLimits = { min: 150_000, max: 1_500_000, start: 300_000 } as const;

const DELAY = 50;
/** Feedback alone never fills this. */
const ample = capacities([0, 20]);

function capacities(...steps: (readonly [second: number, megabits: number])[]): Capacity[] {
  return steps.map(([second, megabits]) => ({ from: second * seconds, bitrate: megabits * 1e6 }));
}

function starting(...starts: number[]): MediaPlan[] {
  return starts.map((second) => ({ start: second * seconds, delay: DELAY }));
}

const common = { back: ample, queueTime: 300, randomLoss: 0, longTcp: 0, shortTcp: 0 } as const;

function againstLongTcp(queueTime: number): TestCase {
  return {
    ...common,
    name: `5.6-${queueTime}`,
    title: `Long TCP, queue of ${queueTime} ms`,
    forward: capacities([0, 2]),
    queueTime,
    media: starting(5),
    longTcp: 1,
    duration: 120 * seconds,
  };
}

/** The cases of RFC 8867, sections 5.1 to 5.8, and one of our own with a lossy radio link. */
export const cases: readonly TestCase[] = [
  {
    ...common,
    name: "5.1",
    title: "Variable capacity, one flow",
    forward: capacities([0, 1], [40, 2.5], [60, 0.6], [80, 1]),
    media: starting(0),
    duration: 100 * seconds,
  },
  {
    ...common,
    name: "5.2",
    title: "Variable capacity, two flows",
    forward: capacities([0, 4], [25, 2], [50, 3.5], [75, 1], [100, 2]),
    media: starting(0, 0),
    duration: 125 * seconds,
  },
  {
    ...common,
    name: "5.3",
    title: "Congested feedback, a flow each way",
    forward: capacities([0, 2], [20, 1], [40, 0.5], [60, 2]),
    back: capacities([0, 2], [35, 0.8], [70, 2]),
    media: [
      { start: 0, delay: DELAY },
      { start: 0, delay: DELAY, isBackwards: true },
    ],
    duration: 100 * seconds,
  },
  {
    ...common,
    name: "5.4",
    title: "Three flows among themselves",
    forward: capacities([0, 3.5]),
    media: starting(0, 20, 40),
    duration: 120 * seconds,
  },
  {
    ...common,
    name: "5.5",
    title: "Five flows with unequal round trips",
    forward: capacities([0, 4]),
    media: [10, 25, 50, 100, 150].map((delay, i) => ({ start: 10 * i * seconds, delay })),
    duration: 300 * seconds,
  },
  againstLongTcp(300),
  againstLongTcp(1_000),
  {
    ...common,
    name: "5.7",
    title: "Ten short TCP flows",
    forward: capacities([0, 2]),
    media: starting(0, 0),
    shortTcp: 10,
    duration: 300 * seconds,
  },
  {
    ...common,
    name: "5.8",
    title: "Three flows, one pauses",
    forward: capacities([0, 3.5]),
    media: [
      { start: 0, delay: DELAY, pause: { from: 40 * seconds, to: 60 * seconds } },
      { start: 0, delay: DELAY },
      { start: 0, delay: DELAY },
    ],
    duration: 120 * seconds,
  },
  {
    ...common,
    name: "loss",
    title: "One flow, 5 % of packets lost at random",
    forward: capacities([0, 1]),
    media: starting(0),
    randomLoss: 0.05,
    duration: 100 * seconds,
  },
];
