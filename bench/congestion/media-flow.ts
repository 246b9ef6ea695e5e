import type { RateControl } from "../../src/media/congestion/rate-control.ts";
import { type Random, seededRandom } from "../../tests/shaper/random.ts";
import { Encoder, FRAME_INTERVAL } from "./encoder.ts";
import { MediaReceiver } from "./media-receiver.ts";
import { Pacer } from "./pacer.ts";
import type { Path } from "./path.ts";
import { BIN, type FlowRecord } from "./recorder.ts";
import type { Simulation } from "./simulation.ts";

const MAX_PACKET = 1_200;
const AUDIO_INTERVAL = 20;
const AUDIO_PACKET = 100;
const AUDIO_RATE = (AUDIO_PACKET * 8000) / AUDIO_INTERVAL;
/** A frame is left out while so much of earlier ones waits, milliseconds. */
const MAX_BACKLOG = 80;
const TICK = 50;

/** A frame on its way: done when the last of its packets has arrived. */
export interface Frame {
  readonly encodedAt: number;
  readonly bytes: number;
  lastWrittenAt: number;
  missing: number;
}

interface VideoPacket {
  readonly bytes: number;
  readonly frame: Frame;
}

/** What the ends of a flow are given. `start` and `end` in milliseconds; between the times of a pause it sends nothing. */
export interface MediaFlowOptions {
  readonly start: number;
  readonly end: number;
  readonly pause?: { readonly from: number; readonly to: number };
  readonly forward: Path;
  readonly back: Path;
  readonly control: RateControl;
  readonly record: FlowRecord;
  readonly seed: number;
}

/**
 * A call's media as our transport sends them: sound in datagrams, video in one stream per frame. What a stream loses is
 * sent again a round trip later.
 */
export class MediaFlow {
  readonly #simulation: Simulation;
  readonly #options: MediaFlowOptions;
  readonly #pacer: Pacer<VideoPacket>;
  readonly #encoder: Encoder;
  readonly #receiver: MediaReceiver;
  #rtt = 200;

  constructor(simulation: Simulation, options: MediaFlowOptions) {
    this.#simulation = simulation;
    this.#options = options;
    const random: Random = seededRandom(options.seed, 1);
    const { control, record } = options;
    this.#encoder = new Encoder(control.advice.bitrate - AUDIO_RATE, random);
    this.#pacer = new Pacer(
      simulation,
      () => Math.max(1, control.advice.pacingRate - AUDIO_RATE),
      (packet) => this.#sendVideo(packet),
    );
    this.#receiver = new MediaReceiver(simulation, options.back, seededRandom(options.seed, 2), (report) => {
      this.#rtt = report.rtt;
      control.onReport(report);
    });
    simulation.at(options.start + random() * FRAME_INTERVAL, () => {
      simulation.every(AUDIO_INTERVAL, () => this.#isOn && this.#sendAudio());
      simulation.every(FRAME_INTERVAL, () => this.#isOn && this.#encode());
      simulation.every(TICK, () => control.onTick(simulation.now, this.#isOn));
      simulation.every(BIN, () => this.#isOn && record.onTarget(simulation.now, control.advice.bitrate));
    });
  }

  get #isOn(): boolean {
    const { now } = this.#simulation;
    const { pause, end } = this.#options;
    return now < end && (pause === undefined || now < pause.from || now >= pause.to);
  }

  #encode(): void {
    if (this.#pacer.backlog > MAX_BACKLOG) {
      this.#options.record.skippedFrames++;
      return;
    }
    const bytes = this.#encoder.encode(this.#options.control.advice.bitrate - AUDIO_RATE);
    const count = Math.ceil(bytes / MAX_PACKET);
    const now = this.#simulation.now;
    const frame: Frame = { encodedAt: now, bytes, lastWrittenAt: now, missing: count };
    this.#pacer.push(...Array.from({ length: count }, () => ({ bytes: Math.ceil(bytes / count), frame })));
  }

  #sendVideo(packet: VideoPacket): void {
    packet.frame.lastWrittenAt = this.#simulation.now;
    this.#transmit(packet);
  }

  #transmit(packet: VideoPacket): void {
    const { record, forward } = this.#options;
    record.sent++;
    const { frame, bytes } = packet;
    const isIn = forward.send(bytes, ({ waited }) => {
      record.onArrived(this.#simulation.now, bytes, waited);
      frame.missing--;
      if (frame.missing > 0) return;
      record.frameDelays.push(this.#simulation.now - frame.encodedAt - forward.delay);
      this.#receiver.onArrived("stream", frame.lastWrittenAt, frame.bytes);
    });
    if (isIn) return;
    record.lost++;
    this.#simulation.after(this.#rtt * 1.125, () => this.#transmit(packet));
  }

  #sendAudio(): void {
    const { record, forward } = this.#options;
    const sentAt = this.#simulation.now;
    record.sent++;
    const isIn = forward.send(AUDIO_PACKET, ({ waited }) => {
      record.onArrived(this.#simulation.now, AUDIO_PACKET, waited);
      this.#receiver.onArrived("datagram", sentAt, AUDIO_PACKET);
    });
    if (isIn) return;
    record.lost++;
    this.#receiver.onLost(sentAt, AUDIO_PACKET);
  }
}
