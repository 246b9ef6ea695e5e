import type { TestCase } from "./cases.ts";
import type { Measures } from "./measure.ts";

/** Of one measure over all seeds. */
export interface Spread {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** One case under one rate control, over all seeds. */
export interface CaseSummary {
  readonly testCase: TestCase;
  readonly control: string;
  readonly spread: Readonly<Record<keyof Measures, Spread>>;
  /** Seed by seed. */
  readonly runs: readonly Measures[];
}

/** `runs` has at least one. */
export function summarise(testCase: TestCase, control: string, runs: readonly Measures[]): CaseSummary {
  const [first] = runs;
  if (first === undefined) throw new RangeError("nothing was run");
  const names = Object.keys(first) as (keyof Measures)[];
  const spread = Object.fromEntries(names.map((name) => [name, spreadOf(runs.map((run) => run[name]))]));
  return { testCase, control, spread: spread as Record<keyof Measures, Spread>, runs };
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, min: Math.min(...values), max: Math.max(...values) };
}
