import type { VideoQuality, VideoSource } from "../../media/congestion/quality-ladder.ts";
import { FrameRate, FrameThinner } from "../../media/frame-rate.ts";
import type { VideoTrack } from "../../media/tracks/track.ts";
import type { PayloadType } from "../../transport/wire/rtp.ts";
import { CaptureReader } from "./capture-reader.ts";
import { VideoEncoding } from "./encode-video.ts";
import type { Encoders } from "./encoders.ts";
import type { OutboundVideo } from "./statistics.ts";

interface VideoSenderParts {
  readonly track: VideoTrack;
  /** What is to be made of the source; undefined while there is no room for pictures at all. */
  readonly quality: (source: VideoSource) => VideoQuality | undefined;
  /** A frame is left out because those before it have not left. */
  readonly onBlocked: () => void;
  readonly encoders: Pick<Encoders, "choose">;
  readonly now: () => number;
}

/** Camera frames in, encoded frames out to the network: those that there is time for. */
export class VideoSender {
  readonly #parts: VideoSenderParts;
  readonly #encoding: VideoEncoding;
  readonly #sourceRate = new FrameRate();
  readonly #source = new CaptureReader<VideoFrame>(
    (frame) => this.#take(frame),
    () => this.#beginAnew(),
  );
  #thinner = new FrameThinner();

  constructor(parts: VideoSenderParts) {
    this.#parts = parts;
    this.#encoding = new VideoEncoding(parts);
  }

  get statistics(): OutboundVideo | undefined {
    return this.#source.isReading ? this.#encoding.statistics : undefined;
  }

  /** The share of the time between frames that encoding them has taken since the last call; undefined where there were none. */
  takeLoad(): number | undefined {
    return this.#encoding.takeLoad();
  }

  /** Sends these frames from now on, instead of those before. */
  setSource(frames: ReadableStream<VideoFrame> | undefined): void {
    this.#source.read(frames);
  }

  /** The next frame will be decodable by itself, unless one just was. */
  requestKeyFrame(): void {
    this.#encoding.requestKeyFrame();
  }

  /** What everybody who receives the frames can decode. */
  setDecodable(decodable: ReadonlySet<PayloadType>): void {
    this.#encoding.setDecodable(decodable);
  }

  close(): void {
    this.setSource(undefined);
    this.#encoding.close();
  }

  /** Another camera has a clock of its own. */
  #beginAnew(): void {
    this.#thinner = new FrameThinner();
    this.#encoding.requestKeyFrame();
  }

  async #take(frame: VideoFrame): Promise<void> {
    const { track, quality } = this.#parts;
    const time = frame.timestamp / 1000;
    this.#sourceRate.learn(time);
    if (!track.isOpen) return;
    const { displayWidth: width, displayHeight: height } = frame;
    const wanted = quality({ width, height, frameRate: this.#sourceRate.current });
    if (wanted === undefined || !this.#thinner.admits(time, wanted.frameRate)) return;
    if (track.isReady && !this.#encoding.isBusy) return await this.#encoding.encode(frame, wanted);
    this.#encoding.noteDropped();
    if (!track.isReady) this.#parts.onBlocked();
  }
}
