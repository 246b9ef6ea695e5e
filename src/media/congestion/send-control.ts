import type { BadPath } from "../../transport/media-transport.ts";
import type { ArrivalsBody } from "../../transport/wire/feedback-arrivals.ts";
import { Track, trackOf } from "../../transport/wire/ssrc.ts";
import type { WrittenPacket } from "../tracks/track.ts";
import type { SoundKind } from "../tracks/track-backend.ts";
import { AudienceRate, type PathState } from "./audience-rate.ts";
import { DelayControl } from "./delay-control.ts";
import {
  type AudioQuality,
  type Quality,
  QualityLadder,
  type VideoQuality,
  type VideoSource,
} from "./quality-ladder.ts";
import type { RateAdvice, RateControl, RateLimits } from "./rate-control.ts";
import type { ScreenSource } from "./screen-ladder.ts";
import { ReportReader, SentPackets } from "./sent-packets.ts";

/** What is sent, and why: for the statistics. */
export interface SendState extends Quality {
  readonly advice: RateAdvice;
  /** The share of datagrams lost, 0 to 1, of late. */
  readonly loss: number;
}

interface SendControlParts {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** `DelayControl` unless said otherwise. */
  readonly control?: (limits: RateLimits) => RateControl;
}

/** Speech, and nothing else. Bits per second. */
const MIN_BITRATE = 40_000;
/** The smallest picture beside it, with all the copies of sound that losses ask for. */
const FLOOR = 125_000;
/** What nearly every path carries, so that a first picture is a good one. */
const START_BITRATE = 1_000_000;
/** IP, UDP, QUIC and the datagram's own head. Bytes. */
const DATAGRAM_OVERHEAD = 60;
/** Of a stream, for each packet of so many bytes. */
const PACKET = 1_140;
/** Nothing has been sent for so long: reports are not missed. Milliseconds. */
const IDLE = 200;
/** Frames that cannot leave are a key frame's doing, unless they go on for so long with no longer pause. Milliseconds. */
const BLOCKED_FOR = 400;
const BLOCKED_PAUSE = 150;
/** Copies of sound that find out what the path carries, at most, and of the rate what they may take. */
const PROBE_COPIES = 4;
const PROBE_SHARE = 0.5;
/** How fast frames leave where much gets lost, as a multiple of what is carried: the path is not full, and waiting makes them no safer. */
const BRISK = 2;
/** Until a camera has shown what it is. */
const USUAL_SOURCE: VideoSource = { width: 640, height: 360, frameRate: 30 };

/** Decides how much is sent in a call and what is made of it, by what the receivers report. `Id` names receivers. */
export class SendControl<Id> {
  readonly #now: () => number;
  readonly #sent = new SentPackets();
  readonly #readers = new Map<Id, ReportReader>();
  readonly #ladder = new QualityLadder(USUAL_SOURCE);
  readonly #rate: AudienceRate<Id>;
  /** Of receivers whose way down is bad. */
  readonly #badWaysDown = new Map<Id, BadPath>();
  #source = USUAL_SOURCE;
  #quality: Quality;
  #blocked: { readonly since: number; readonly last: number } | undefined;
  #lastWritten = Number.NEGATIVE_INFINITY;
  #ceiling = Number.POSITIVE_INFINITY;
  #badWayUp: BadPath | undefined;

  constructor({ now, control = (limits) => new DelayControl(limits) }: SendControlParts) {
    this.#now = now;
    this.#rate = new AudienceRate(control, this.#limits);
    this.#quality = this.#choose();
  }

  get state(): SendState {
    const { advice, loss } = this.#rate;
    if (this.#badPath === undefined) return { ...this.#quality, advice, loss };
    const reason = advice.sustainable >= this.#carried ? "loss" : advice.reason;
    const pacingRate = Math.max(advice.pacingRate, BRISK * this.#carried);
    return { ...this.#quality, advice: { ...advice, reason, pacingRate }, loss };
  }

  /** Undefined of somebody who does not receive. */
  path(id: Id): PathState | undefined {
    return this.#rate.path(id);
  }

  /** What is to be made of this sound. */
  sound(kind: SoundKind): AudioQuality {
    return this.#quality[kind];
  }

  /** How many frames back the copies are that each packet of this sound carries, as suits whoever loses most. */
  copyOffsets(kind: SoundKind): readonly number[] {
    const patterns = [...this.#readers.values()].map((reader) => reader.losses(Track[kind]));
    const [worst] = patterns.toSorted((a, b) => b.share - a.share);
    return worst?.offsets(this.sound(kind).copies) ?? [];
  }

  /** What is to be made of this camera; undefined while there is enough for sound only. */
  video(source: VideoSource): VideoQuality | undefined {
    const { width, height, frameRate } = source;
    const before = this.#source;
    const isOther = width !== before.width || height !== before.height;
    if (isOther || Math.abs(frameRate - before.frameRate) > 1) {
      this.#source = source;
      this.#ladder.setSource(source);
      this.#adapt();
    }
    return this.#quality.video;
  }

  /** What is to be made of this screen; undefined while there is not enough for one. */
  screen(source: ScreenSource): VideoQuality | undefined {
    if (this.#ladder.setScreen(source)) this.#adapt();
    return this.#quality.screen;
  }

  /** No screen is shared any more. */
  endScreen(): void {
    if (this.#ladder.setScreen(undefined)) this.#adapt();
  }

  /** Whether a screen is shared that is to be heard at present. */
  setScreenAudio(isThere: boolean): void {
    if (this.#ladder.setScreenAudio(isThere)) this.#adapt();
  }

  /** Of the camera. `load` is the share of the time between frames that encoding them takes. */
  handleLoad(load: number): void {
    this.#ladder.handleLoad(this.#now(), load);
  }

  /** The same of the screen. */
  handleScreenLoad(load: number): void {
    this.#ladder.handleScreenLoad(this.#now(), load);
  }

  /** A frame was left out because those before it had not left. */
  handleBlocked(): void {
    const now = this.#now();
    if (this.#blocked === undefined || now - this.#blocked.last > BLOCKED_PAUSE)
      this.#blocked = { since: now, last: now };
    this.#blocked = { ...this.#blocked, last: now };
    if (now - this.#blocked.since >= BLOCKED_FOR) this.#rate.onBlocked(now);
  }

  handleWritten({ ssrc, sequence, size, carrier }: WrittenPacket): void {
    this.#lastWritten = this.#now();
    const taken = onPath(carrier, size);
    if (trackOf(ssrc) === Track.screen) this.#ladder.handleScreenSent(this.#lastWritten, 8 * taken);
    this.#sent.add(ssrc, { sequence, carrier, size: taken, sentAt: this.#lastWritten });
  }

  /** Somebody receives from now on. */
  add(id: Id): void {
    this.#readers.set(id, new ReportReader(this.#sent));
    this.#adapt();
    this.#rate.add(id);
  }

  /** A report of that receiver. */
  handleArrivals(id: Id, body: ArrivalsBody): void {
    const report = this.#readers.get(id)?.read(body, this.#now());
    if (report !== undefined) this.#rate.onReport(id, report);
  }

  /** No more than this is sent, bits per second, whatever gets through. */
  setCeiling(bitrate: number): void {
    this.#ceiling = bitrate;
    this.#adapt();
  }

  /** Everything leaves twice, so that more is lost than is reported, and less is carried than it looks like. */
  setBadWayUp(badPath: BadPath | undefined): void {
    if (badPath === this.#badWayUp) return;
    this.#badWayUp = badPath;
    this.#adapt();
  }

  /** Everything comes to that receiver twice, as it says itself. */
  setBadWayDown(id: Id, badPath: BadPath | undefined): void {
    if (!this.#readers.has(id)) return;
    const carries = Math.max(MIN_BITRATE, badPath?.carries ?? Number.POSITIVE_INFINITY);
    if (badPath === undefined) this.#badWaysDown.delete(id);
    else this.#badWaysDown.set(id, { ...badPath, carries });
    this.#rate.setMost(id, carries);
    this.#adapt();
  }

  /** To be called some 20 times a second: decides anew. */
  tick(): void {
    const now = this.#now();
    this.#rate.onTick(now, now - this.#lastWritten < IDLE);
    this.#quality = this.#choose();
  }

  /** That receiver has gone, or is reached in another way from now on. */
  remove(id: Id): void {
    this.#rate.remove(id);
    this.#readers.delete(id);
    this.#badWaysDown.delete(id);
    this.#adapt();
  }

  /** There is something else to send, or somebody else to send it to. */
  #adapt(): void {
    this.#ladder.setListeners(this.#readers.size);
    this.#rate.setLimits(this.#limits);
    this.#quality = this.#choose();
  }

  #choose(): Quality {
    const { bitrate, sustainable, probeRate } = this.#rate.advice;
    const ceiling = this.#ceiling;
    const most = Math.min(ceiling, this.#carried);
    const [lasting, present] = [Math.min(sustainable, most), Math.min(bitrate, most)];
    this.#ladder.setDoubled(this.#badPath?.loss);
    const quality = this.#ladder.choose(this.#now(), lasting, this.#rate.loss, present);
    if (sustainable >= ceiling && quality.limitedBy === "bitrate") return { ...quality, limitedBy: "choice" };
    return probeRate === undefined || quality.limitedBy === "none" ? quality : probing(quality, probeRate);
  }

  /** What everything has to get through, worst first: a way down only where it leads to the only one who receives. */
  get #badPath(): BadPath | undefined {
    const [down] = this.#readers.size === 1 ? this.#badWaysDown.values() : [];
    const up = this.#badWayUp;
    if (up === undefined || down === undefined) return up ?? down;
    return up.carries < down.carries ? up : down;
  }

  get #carried(): number {
    return this.#badPath?.carries ?? Number.POSITIVE_INFINITY;
  }

  get #limits(): RateLimits {
    const max = Math.min(this.#ladder.most, this.#ceiling, this.#carried);
    return { min: MIN_BITRATE, start: Math.min(START_BITRATE, max), max, floor: FLOOR };
  }
}

/** A better picture takes more than is known to get through, and nothing shows whether it would: copies of sound find out. */
function probing(quality: Quality, rate: number): Quality {
  const { audio } = quality;
  const spare = Math.floor((PROBE_SHARE * rate) / audio.bitrate);
  return { ...quality, audio: { ...audio, copies: Math.max(audio.copies, Math.min(PROBE_COPIES, spare)) } };
}

/** What a packet of so many bytes takes of the path. */
function onPath(carrier: WrittenPacket["carrier"], size: number): number {
  return size + DATAGRAM_OVERHEAD * (carrier === "datagram" ? 1 : Math.ceil(size / PACKET));
}
