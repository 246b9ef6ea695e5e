import { beforeEach, expect, test } from "vitest";
import { DelayControl } from "../../../../src/media/congestion/delay-control.ts";
import { SendControl } from "../../../../src/media/congestion/send-control.ts";
import { ThresholdControl } from "../../../../src/media/congestion/threshold-control.ts";
import { ReceptionLog } from "../../../../src/media/tracks/reception.ts";
import { Reporter } from "../../../../src/media/tracks/reporter.ts";
import { decodeFeedback, encodeFeedback } from "../../../../src/transport/wire/feedback.ts";
import type { Ssrc } from "../../../../src/transport/wire/ssrc.ts";

const camera = { width: 1280, height: 720, frameRate: 30 };
const DELAY = 20;
const QUEUE = 300;
const PACKET = 1_140;
const MAX_FRAMES = 2;
/** Frames that wait for longer keep later ones from being encoded. */
const BACKLOG = 250;
const CARRIAGE = 60;
const sound = 0x700 as Ssrc;
const picture = 0x701 as Ssrc;

/** A sender whose packets go through one queue to a receiver that reports as the wire has it. Steps of a millisecond. */
class Line {
  now = 1_000;
  capacity = 1_000_000;
  /** Of datagrams, every so many are lost. */
  losesEvery = Number.POSITIVE_INFINITY;
  readonly control: SendControl<string>;
  readonly #logs = [new ReceptionLog(sound, 48_000), new ReceptionLog(picture, 90_000)] as const;
  readonly #reporter = new Reporter(this.#logs);
  readonly #events: { at: number; run: () => void }[] = [];
  #busyUntil = 0;
  #pacedUntil = 0;
  /** Not wholly written. */
  #frames = 0;
  #sequence = { sound: 0, picture: 0 };
  /** Of the bits that it may use, what the encoder needs. */
  movement = 1;
  stalls = { every: 1_000, length: 0 };
  /** Reports get lost. */
  isMute = false;

  constructor(control?: ConstructorParameters<typeof SendControl>[0]["control"]) {
    const now = () => this.now;
    this.control = new SendControl(control === undefined ? { now } : { now, control });
    this.control.add("ann");
  }

  run(seconds: number): this {
    for (const end = this.now + seconds * 1000; this.now < end; this.now++) this.#step();
    return this;
  }

  #step(): void {
    const { now } = this;
    for (const event of this.#events.filter(({ at }) => at <= now)) {
      this.#events.splice(this.#events.indexOf(event), 1);
      event.run();
    }
    if (now % 20 === 0) this.#sendSound();
    const quality = this.control.video(camera);
    const interval = Math.round(1000 / (quality?.frameRate ?? 1));
    if (quality !== undefined && now % interval === 0) {
      if (this.#frames < MAX_FRAMES && this.queue < BACKLOG)
        this.#sendFrame((this.movement * quality.bitrate * interval) / 8000);
      else this.control.handleBlocked();
    }
    if (now % 50 === 0) this.control.tick();
    const feedback = this.#reporter.take(0x901 as Ssrc, now + 777_000);
    if (feedback.length > 0 && !this.isMute) this.#report(encodeFeedback(...feedback));
  }

  #sendSound(): void {
    const { bitrate, copies } = this.control.sound("audio");
    const size = Math.round((bitrate / 400) * (1 + copies) + 50);
    const sequence = this.#sequence.sound++;
    this.control.handleWritten({ ssrc: sound, sequence, size, carrier: "datagram" });
    const isLost = this.queue > QUEUE || (sequence + 1) % this.losesEvery === 0;
    if (!isLost) this.#enqueue(size, () => this.#note(0, sequence, size));
  }

  /** A packet after the other at the pace that is advised. */
  #sendFrame(bytes: number): void {
    const size = Math.round(bytes);
    const sequence = this.#sequence.picture++;
    const { pacingRate } = this.control.state.advice;
    this.#frames++;
    let at = Math.max(this.now, this.#pacedUntil);
    for (let left = size; left > 0; left -= PACKET) {
      const part = Math.min(left, PACKET);
      const isLast = left <= PACKET;
      this.#events.push({ at, run: () => this.#sendPart(part, isLast ? { sequence, size } : undefined) });
      at += (part * 8000) / pacingRate;
    }
    this.#pacedUntil = at;
  }

  #sendPart(part: number, whole: { readonly sequence: number; readonly size: number } | undefined): void {
    if (whole !== undefined) {
      this.#frames--;
      this.control.handleWritten({ ssrc: picture, ...whole, carrier: "stream" });
    }
    this.#enqueue(part, () => whole && this.#note(1, whole.sequence, whole.size));
  }

  #enqueue(size: number, arrive: () => void): void {
    this.#busyUntil = this.now + this.queue + ((size + CARRIAGE) * 8000) / this.capacity;
    this.#events.push({ at: this.#busyUntil + DELAY, run: arrive });
  }

  /** The receiver's machine is busy with something else now and then: whatever came meanwhile comes at once. */
  #note(track: 0 | 1, sequence: number, size: number): void {
    const phase = this.now % this.stalls.every;
    if (phase < this.stalls.length) {
      this.#events.push({
        at: this.now + this.stalls.length - phase,
        run: () => this.#note(track, sequence, size),
      });
      return;
    }
    const timestamp = this.now * (track === 0 ? 48 : 90);
    const arrivedAt = this.now + 777_000;
    this.#logs[track].note({ sequence: sequence & 0xffff, timestamp, size, arrivedAt });
  }

  #report(bytes: Uint8Array): void {
    this.#events.push({
      at: this.now + DELAY,
      run: () => {
        for (const each of decodeFeedback(bytes))
          if (each.type === "arrivals") this.control.handleArrivals("ann", each);
      },
    });
  }

  get used(): number {
    return this.control.state.advice.bitrate / this.capacity;
  }

  get queue(): number {
    return Math.max(0, this.#busyUntil - this.now);
  }
}

let line: Line;
beforeEach(() => {
  line = new Line();
});

test("finds what the line carries, and shows the picture for it", () => {
  line.capacity = 750_000;
  line.run(20);
  expect(line.used).toBeGreaterThan(0.85);
  expect(line.used).toBeLessThan(1.1);
  expect(line.control.state.video?.height).toBe(360);
  expect(line.control.state.limitedBy).not.toBe("none");
});

test("wants no more than the best picture takes", () => {
  line.capacity = 50_000_000;
  line.run(15);
  expect(line.control.state).toMatchObject({ limitedBy: "none", video: { height: 720 } });
  expect(line.control.state.advice.bitrate).toBeLessThan(3_000_000);
  expect(line.control.state.advice.pacingRate).toBeGreaterThan(10_000_000);
});

test("sends no more than somebody wants who saves data, says so, and comes back", () => {
  line.capacity = 50_000_000;
  line.run(10);
  line.control.setCeiling(300_000);
  line.run(2);
  const { audio, video, limitedBy } = line.control.state;
  expect(limitedBy).toBe("choice");
  expect(video?.height).toBe(270);
  expect((video?.bitrate ?? 0) + audio.bitrate).toBeLessThan(300_000);
  line.control.setCeiling(Number.POSITIVE_INFINITY);
  line.run(20);
  expect(line.control.state).toMatchObject({ limitedBy: "none", video: { height: 720 } });
});

// What the sender is about just then must not matter.
test.each(Array.from({ length: 8 }, (_, i) => 20 + 0.37 * i))(
  "after a fall of the line the queue is gone within two seconds, and after a rise it is used within five: %f s",
  (steady) => {
    line.capacity = 2_500_000;
    line.run(steady);
    line.capacity = 600_000;
    const falling = Array.from({ length: 40 }, () => line.run(0.05).queue);
    expect(Math.min(...falling)).toBeLessThan(20);
    const afterwards = Array.from({ length: 130 }, () => line.run(0.1).queue);
    expect(afterwards.filter((queue) => queue > 80).length).toBeLessThan(6);
    expect(line.used).toBeGreaterThan(0.8);
    line.capacity = 2_500_000;
    const used = Array.from({ length: 20 }, () => line.run(0.25).used);
    expect(Math.max(...used)).toBeGreaterThan(0.9);
    expect(line.used).toBeGreaterThan(0.8);
  },
);

test("gives up the picture before the sound, and takes it up again", () => {
  line.capacity = 70_000;
  line.run(10);
  // It is tried again now and then.
  const seen = Array.from({ length: 20 }, () => line.run(0.5) && line.control.state.video !== undefined);
  expect(seen.filter(Boolean).length).toBeLessThan(8);
  expect(line.control.sound("audio").bitrate).toBeGreaterThanOrEqual(16_000);
  line.capacity = 1_000_000;
  line.run(5);
  expect(line.control.state.video).toBeDefined();
  line.run(10);
  expect(line.control.state.video?.height).toBeGreaterThanOrEqual(270);
});

test("where sound gets lost it is sent with copies", () => {
  line.losesEvery = 15;
  line.run(10);
  expect(line.control.state.loss).toBeCloseTo(1 / 15, 1);
  expect(line.control.sound("audio").copies).toBeGreaterThanOrEqual(1);
});

type Badly = (line: Line, path: { carries: number; loss: number } | undefined) => void;
const badUp: Badly = ({ control }, path) => control.setBadWayUp(path);
const badDown: Badly = ({ control }, path) => control.setBadWayDown("ann", path);

test.each([
  ["up", badUp],
  ["down, to the only one who receives", badDown],
])("on a bad way %s, no more is sent than it carries, and the reason is told", (_, setBad) => {
  line.capacity = 5_000_000;
  line.run(15);
  const { bitrate: before } = line.control.state.advice;
  expect(before).toBeGreaterThan(1_500_000);
  setBad(line, { carries: 400_000, loss: 0.1 });
  line.run(0.5);
  const { advice, video, limitedBy } = line.control.state;
  expect(advice.bitrate).toBeLessThanOrEqual(400_000);
  expect([advice.reason, limitedBy]).toEqual(["loss", "bitrate"]);
  expect(advice.pacingRate, "frames do not wait for what they have to themselves").toBeGreaterThanOrEqual(
    800_000,
  );
  expect(video?.bitrate).toBeLessThan(400_000);
  setBad(line, undefined);
  line.run(10);
  expect(line.control.state.advice.bitrate).toBeGreaterThan(before / 2);
  expect(line.control.state.advice.reason).not.toBe("loss");
});

test("where both ways are bad, the worse one counts", () => {
  line.capacity = 5_000_000;
  line.run(15);
  badUp(line, { carries: 500_000, loss: 0.05 });
  badDown(line, { carries: 300_000, loss: 0.1 });
  expect(line.run(1).control.state.advice.bitrate).toBeLessThanOrEqual(300_000);
  badUp(line, { carries: 200_000, loss: 0.2 });
  expect(line.run(1).control.state.advice.bitrate).toBeLessThanOrEqual(200_000);
});

test("somebody's bad way down takes nothing from the others, and goes with them", () => {
  line.capacity = 5_000_000;
  line.run(15);
  line.control.add("bob");
  line.control.setBadWayDown("bob", { carries: 200_000, loss: 0.1 });
  line.run(5);
  expect(line.control.state.advice.bitrate).toBeGreaterThan(700_000);
  expect(line.control.state.advice.reason).not.toBe("loss");
  line.control.remove("bob");
  line.control.add("bob");
  expect(line.control.path("bob")?.availableOutgoingBitrate).toBeGreaterThan(200_000);
});

test("who comes later is not held to what the bad way down of another carries", () => {
  const created: number[] = [];
  const control = new SendControl<string>({
    now: () => 0,
    control: (limits) => {
      created.push(limits.max);
      return new DelayControl(limits);
    },
  });
  control.add("ann");
  control.setBadWayDown("ann", { carries: 200_000, loss: 0.1 });
  expect(created.at(-1)).toBe(200_000);
  control.add("bob");
  expect(created.at(-1)).toBeGreaterThan(500_000);
});

test("whoever says to take nothing at all still gets sound; of whom nobody knows nothing is kept", () => {
  badDown(line, { carries: 0, loss: 1 });
  line.control.setBadWayDown("nobody", { carries: 0, loss: 1 });
  line.run(5);
  expect(line.control.state.advice.bitrate).toBeGreaterThanOrEqual(40_000);
  badDown(line, undefined);
  expect(line.run(10).control.state.video).toBeDefined();
});

test.each([
  [200, 60],
  [400, 150],
  [1_000, 300],
])("a receiver that every %i ms is busy for %i is not taken for a slow line", (every, length) => {
  line.capacity = 20_000_000;
  line.run(10);
  line.stalls = { every, length };
  const heights = Array.from({ length: 60 }, () => line.run(0.5).control.state.video?.height);
  expect(line.control.state.advice.bitrate).toBeGreaterThan(2_000_000);
  expect(heights.filter((height) => height !== 720).length).toBeLessThanOrEqual(2);
});

test("sound comes in the shortest packets for one who hears it, and in fewer for several", () => {
  line.run(10);
  expect(line.control.sound("audio").frameDuration).toBe(10);
  line.control.add("bob");
  expect(line.run(0.1).control.sound("audio").frameDuration).toBe(20);
  line.control.remove("bob");
  line.run(0.1);
  expect(line.control.sound("audio").frameDuration).toBe(10);
});

test("a busy machine costs a picture its size, and never all of it", () => {
  line.capacity = 20_000_000;
  line.run(5);
  // Half of the time, at random lengths, nothing is done: delays without end, and no loss.
  line.stalls = { every: 1_200, length: 700 };
  const shown = Array.from({ length: 120 }, () => line.run(0.25).control.state.video !== undefined);
  expect(shown.every((isShown) => isShown)).toBe(true);
});

test("a picture of which little moves gets larger all the same when the line does", () => {
  line.capacity = 250_000;
  line.run(20);
  line.movement = 0.2;
  line.capacity = 5_000_000;
  line.run(30);
  expect(line.control.state.video?.height).toBeGreaterThanOrEqual(360);
});

test("falls silent with its receivers, and begins anew with the next", () => {
  line.run(10);
  line.control.remove("ann");
  expect(line.control.state.advice.bitrate).toBe(1_000_000);
  line.control.add("ann");
  line.run(5);
  expect(line.used).toBeGreaterThan(0.7);
});

test("sends little to who never says a word", () => {
  line.isMute = true;
  line.run(10);
  expect(line.control.state.advice).toMatchObject({ bitrate: 125_000, reason: "silence" });
});

test("any other rule can decide in its place", () => {
  line = new Line((limits) => new ThresholdControl(limits));
  line.capacity = 300_000;
  line.run(20);
  expect(line.control.state.advice.bitrate).toBeLessThan(500_000);
});
