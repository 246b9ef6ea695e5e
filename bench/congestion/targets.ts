import type { Measures } from "./measure.ts";
import type { CaseSummary } from "./summary.ts";

interface Target {
  readonly cases: readonly string[];
  readonly measure: keyof Measures;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What every seed has to keep. */
const targets: readonly Target[] = [
  { cases: ["5.1", "5.2"], measure: "utilisation", atLeast: 0.92 },
  { cases: ["5.4"], measure: "utilisation", atLeast: 0.95 },
  { cases: ["5.4"], measure: "fairness", atLeast: 0.95 },
  { cases: ["5.1", "5.2", "5.3", "5.4", "5.5", "5.8"], measure: "queueP95", atMost: 60 },
  { cases: ["5.6-300", "5.6-1000"], measure: "starved", atMost: 5 },
  { cases: ["5.1", "5.2"], measure: "recovery", atMost: 3 },
];

/** The targets that some seed misses, in words. */
export function misses(summaries: readonly CaseSummary[]): string[] {
  return targets.flatMap(({ cases, measure, atLeast, atMost }) =>
    summaries
      .filter(({ testCase }) => cases.includes(testCase.name))
      .flatMap(({ testCase, spread }) => {
        const { min, max } = spread[measure];
        const isMissed = (atLeast !== undefined && min < atLeast) || (atMost !== undefined && max > atMost);
        const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
        return isMissed
          ? [`${testCase.name} ${measure}: ${min.toFixed(3)}–${max.toFixed(3)}, wanted ${bound}`]
          : [];
      }),
  );
}
