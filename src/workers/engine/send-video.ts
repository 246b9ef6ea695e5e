import type { VideoQuality, VideoSource } from "../../media/congestion/quality-ladder.ts";
import { FrameRate, FrameThinner } from "../../media/frame-rate.ts";
import type { VideoTrack } from "../../media/tracks/track.ts";
import type { PayloadType } from "../../transport/wire/rtp.ts";
import { VideoEncoding } from "./encode-video.ts";
import type { Encoders } from "./encoders.ts";
import { letGo } from "./let-go.ts";
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

/** Camera frames in, encoded frames out to the network: those that there is time for. Owns every frame it reads. */
export class VideoSender {
  readonly #parts: VideoSenderParts;
  readonly #encoding: VideoEncoding;
  readonly #sourceRate = new FrameRate();
  #thinner = new FrameThinner();
  #reader: ReadableStreamDefaultReader<VideoFrame> | undefined;

  constructor(parts: VideoSenderParts) {
    this.#parts = parts;
    this.#encoding = new VideoEncoding(parts);
  }

  get statistics(): OutboundVideo | undefined {
    return this.#reader && this.#encoding.statistics;
  }

  /** The share of the time between frames that encoding them has taken since the last call; undefined where there were none. */
  takeLoad(): number | undefined {
    return this.#encoding.takeLoad();
  }

  /** Sends these frames from now on, instead of those before. */
  setSource(frames: ReadableStream<VideoFrame> | undefined): void {
    letGo(this.#reader);
    this.#reader = frames?.getReader();
    // Another camera has a clock of its own.
    this.#thinner = new FrameThinner();
    this.#encoding.requestKeyFrame();
    if (this.#reader !== undefined) void this.#pump(this.#reader);
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

  async #pump(reader: ReadableStreamDefaultReader<VideoFrame>): Promise<void> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        try {
          if (reader === this.#reader) await this.#take(next.value);
        } finally {
          next.value.close();
        }
      }
    } catch {
      // The camera is gone or the encoder gave up; the page sees the track end and says so.
    }
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
