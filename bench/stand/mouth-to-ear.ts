/**
 * How long each click that was heard has been under way, in milliseconds. Clicks are made at `made` and whole periods
 * from there, so that a delay is known but for whole periods.
 */
export function mouthToEar(heard: readonly number[], made: number, period: number): number[] {
  return heard.map((time) => (((time - made) % period) + period) % period);
}
