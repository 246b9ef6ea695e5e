import { strings } from "../strings.ts";
import { type Point, span } from "./curve.ts";
import type { Plot } from "./plots.ts";

/** A plot with what is in it. */
export interface Figure {
  readonly label: string;
  /** From the oldest to the newest. */
  readonly points: readonly Point[];
  readonly text: (value: number) => string;
  readonly least: number;
}

/** What is plotted at one moment; undefined where there was nothing. */
export interface Moment<Of> {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly of: Of | undefined;
}

/** The last minute of all that anything is known about. */
export function figuresOf<Of>(plots: readonly Plot<Of>[], moments: readonly Moment<Of>[]): readonly Figure[] {
  const now = moments.at(-1)?.at ?? 0;
  const shown = moments.filter(({ at }) => now - at <= span);
  return plots
    .map(({ name, value, text, least }) => ({
      label: strings.statistics.plot[name],
      points: shown.map(({ at, of }) => ({ ago: now - at, value: of && value(of) })),
      text,
      least,
    }))
    .filter(({ points }) => points.some(({ value }) => value !== undefined));
}
