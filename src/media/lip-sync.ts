/** Nobody notices sound that is up to 125 ms late (ITU-R BT.1359), while every millisecond that pictures are held is one of delay. */
const TOLERANCE = 100;
/** Where sound is later than that, pictures do not wait for it. Milliseconds. */
const LONGEST_HOLD = 120;
/** The part of each new delay that goes into the mean. */
const SMOOTHING = 1 / 16;

/** A sender's word on the media time of one of its tracks. */
interface Sighting {
  /** Milliseconds by the sender's clock. */
  readonly time: number;
  /** In ticks of the RTP clock, 32 bits. */
  readonly timestamp: number;
}

/**
 * Holds one sender's pictures until their sound: sound is the master, since what is heard cannot be hurried. Only differences
 * count, so the sender's clock may be any. Times in milliseconds, timestamps in ticks of their RTP
 * clocks, wrapped or not.
 */
export class LipSync {
  readonly #rates: { readonly audio: number; readonly video: number };
  readonly #sightings: { audio?: Sighting; video?: Sighting } = {};
  /** From capture to arrival of sound, and from there to the loudspeaker. */
  #transit: number | undefined;
  #buffered: number | undefined;
  #skew: number | undefined;

  /** Ticks per second. */
  constructor(rates: { readonly audio: number; readonly video: number }) {
    this.#rates = rates;
  }

  /** By how much later than its sound the last picture was shown; less than 0 when it was earlier. Undefined until known. */
  get skew(): number | undefined {
    return this.#skew;
  }

  handleReport(kind: "audio" | "video", time: number, timestamp: number): void {
    this.#sightings[kind] = { time, timestamp };
  }

  /** A packet of sound is here. */
  handleSound(timestamp: number, now: number): void {
    const captured = this.#capturedAt("audio", timestamp);
    if (captured === undefined) return;
    const transit = now - captured;
    this.#transit = (this.#transit ?? transit) + (transit - (this.#transit ?? transit)) * SMOOTHING;
  }

  /** How long sound waits from its arrival to the loudspeaker; undefined while nothing is played. */
  handlePlayout(delay: number | undefined): void {
    this.#buffered = delay;
  }

  /** For how long the picture, decoded now, is to be held; then it counts as shown. */
  hold(timestamp: number, now: number): number {
    const captured = this.#capturedAt("video", timestamp);
    if (captured === undefined || this.#transit === undefined || this.#buffered === undefined) {
      this.#skew = undefined;
      return 0;
    }
    const ahead = this.#transit + this.#buffered - (now - captured);
    const hold = ahead - TOLERANCE;
    const held = hold > 0 && hold <= LONGEST_HOLD ? hold : 0;
    this.#skew = held - ahead;
    return held;
  }

  #capturedAt(kind: "audio" | "video", timestamp: number): number | undefined {
    const sighting = this.#sightings[kind];
    if (sighting === undefined) return undefined;
    const ticks = (timestamp - sighting.timestamp) | 0;
    return sighting.time + (ticks * 1000) / this.#rates[kind];
  }
}
