/** Milliseconds on the clock that all pages of one machine share. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Sightings that an offset is made from: some seconds' worth. */
const SIGHTINGS = 250;

/**
 * How far a media clock is from the shared one at present. Media come in batches and are seen a little late; the
 * earliest sighting is the true one. Those of long ago do not count: clocks leap while devices start.
 */
export class ClockOffset {
  readonly #sightings: number[] = [];

  /** The media clock stands at `time` (milliseconds) now. */
  observe(time: number): void {
    this.#sightings.push(now() - time);
    if (this.#sightings.length > SIGHTINGS) this.#sightings.shift();
  }

  /** `time` of the media clock on the shared clock. */
  shared(time: number): number {
    return time + Math.min(...this.#sightings);
  }
}
