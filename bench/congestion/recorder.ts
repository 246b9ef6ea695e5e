/** The grain of everything recorded over time, milliseconds. */
export const BIN = 100;

/** What one flow went through. Arrays over time have one entry per `BIN`. */
export class FlowRecord {
  readonly name: string;
  /** Bytes that arrived. */
  readonly delivered: number[] = [];
  /** What the rate control asked for, bits per second; NaN while the flow is off. */
  readonly target: number[] = [];
  /** Of each packet at the bottleneck, milliseconds. */
  readonly waits: number[] = [];
  /** The longest wait. */
  readonly longestWait: number[] = [];
  /** Of each frame: from its encoding until it is there, without the propagation. */
  readonly frameDelays: number[] = [];
  sent = 0;
  lost = 0;
  skippedFrames = 0;

  constructor(name: string) {
    this.name = name;
  }

  onArrived(now: number, bytes: number, waited: number): void {
    const bin = Math.floor(now / BIN);
    this.delivered[bin] = (this.delivered[bin] ?? 0) + bytes;
    this.longestWait[bin] = Math.max(this.longestWait[bin] ?? 0, waited);
    this.waits.push(waited);
  }

  onTarget(now: number, bitrate: number): void {
    this.target[Math.floor(now / BIN)] = bitrate;
  }

  /** Mean bits per second between two times in milliseconds. */
  rateBetween(from: number, to: number): number {
    let bytes = 0;
    for (let bin = Math.ceil(from / BIN); bin < Math.floor(to / BIN); bin++)
      bytes += this.delivered[bin] ?? 0;
    return (bytes * 8000) / (to - from);
  }
}
