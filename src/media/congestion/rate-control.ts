/** How something left: a datagram that may be lost, or a frame on a stream, which QUIC repeats until it is there. */
export type Carrier = "datagram" | "stream";

/** What became of one datagram or one frame, as RFC 8888 reports it. */
export interface Arrival {
  readonly carrier: Carrier;
  /** When its last byte was written, milliseconds of the sender's clock. */
  readonly sentAt: number;
  /** When its last byte arrived, milliseconds of the receiver's clock, whose offset and drift do not matter. Undefined if lost. */
  readonly arrivedAt: number | undefined;
  /** Bytes. */
  readonly size: number;
}

/** One report of a receiver, some 20 a second. Each datagram and frame is reported once, in the order of sending. */
export interface ArrivalReport {
  /** When the report came in, milliseconds of the sender's clock. */
  readonly now: number;
  /** The last round trip without the time that the receiver held the report, in milliseconds. */
  readonly rtt: number;
  readonly arrivals: readonly Arrival[];
}

/** Why the rate is what it is, for the statistics. */
export type RateReason =
  /** The beginning, or the first seconds after a pause: doubling until the path answers. */
  | "ramp-up"
  /** Nothing is in the way. */
  | "growing"
  /** As much as is used: a higher rate would be a guess. */
  | "unused"
  /** A short queue: neither more nor less. */
  | "holding"
  | "queue"
  | "loss"
  /** Reports have stopped coming. */
  | "silence";

/** What a sender is to keep to until the next advice. Bits per second over everything it sends on the path. */
export interface RateAdvice {
  /** For the encoders together, at this moment. */
  readonly bitrate: number;
  /** What the path is thought to carry: more than `bitrate` while a queue drains, which is no reason for another picture. */
  readonly sustainable: number;
  /** How fast a frame is written to its stream: above `bitrate`, so that it gets away, but not at once. */
  readonly pacingRate: number;
  /**
   * Up to this rate something besides media may be sent (audio copies, padding), because the encoders use too little of
   * `bitrate` to show whether the path carries more. Undefined when there is nothing to find out.
   */
  readonly probeRate: number | undefined;
  readonly reason: RateReason;
}

/** What bounds the rate, bits per second. */
export interface RateLimits {
  readonly min: number;
  readonly max: number;
  /** To begin with. */
  readonly start: number;
  /**
   * Delay, silence and losses bring the rate no lower, only frames that cannot leave do: down there, those are more often of a busy
   * machine and of radio than of a full path. `min` unless given.
   */
  readonly floor?: number;
}

/** Decides how much a sender may send on one path. Has no clock of its own: time comes with the calls and never runs back. */
export interface RateControl {
  readonly advice: RateAdvice;
  onReport(report: ArrivalReport): void;
  /**
   * To be called some 20 times a second, reports or not: `now` in milliseconds of the sender's clock, and whether anything
   * is being sent, without which no reports are missed.
   */
  onTick(now: number, isSending: boolean): void;
  /** For a while now, frames could not leave as fast as they were made: the rate is not the path's. */
  onBlocked(now: number): void;
  /** The quality settings have changed. */
  setLimits(limits: RateLimits): void;
}

export function clampRate(bitrate: number, { min, max }: RateLimits): number {
  return Math.min(max, Math.max(min, bitrate));
}
