import { now } from "./clock.ts";
import { drawTimeCode } from "./time-code.ts";

/** What a camera delivers. */
export interface CameraSize {
  readonly width: number;
  readonly height: number;
  /** Leaves in the wind fill a part of the picture, which takes all the bits there are. */
  readonly isBusy?: true;
}

/**
 * Between two pictures: a hair slower than every second display frame. At exactly half the display's rate the moment of
 * capture would keep its place within a display frame, and luck would decide the whole round; like this it passes
 * through all of them within five seconds.
 */
const PERIOD = 33.44;

/** The part of a busy picture's height. */
const LEAVES = 0.0625;

/** A camera that shows the time, over a textured background that stands still and a subject that moves. */
export function openCamera(size: CameraSize): MediaStreamTrack {
  const track = new MediaStreamTrackGenerator({ kind: "video" });
  const writer = track.writable.getWriter();
  const scene = new Scene(size);
  let due = performance.now();
  const capture = () => {
    if (track.readyState === "ended") return;
    due = Math.max(due + PERIOD, performance.now());
    setTimeout(capture, due - performance.now());
    if ((writer.desiredSize ?? 0) > 0) writer.write(scene.draw(now())).catch(() => undefined);
  };
  capture();
  return track;
}

/** Paints planar pictures in memory, as a camera's driver hands them over. */
class Scene {
  readonly #size: CameraSize;
  readonly #still: Uint8Array<ArrayBuffer>;
  readonly #subject: Uint8Array<ArrayBuffer>;
  readonly #picture: Uint8Array<ArrayBuffer>;
  readonly #leaves: Uint8Array<ArrayBuffer>;
  #gust = 1;

  constructor(size: CameraSize) {
    const { width, height } = size;
    this.#size = size;
    this.#still = new Uint8Array(width * height * 1.5).fill(128);
    this.#subject = new Uint8Array((width * height) / 8);
    this.#picture = new Uint8Array(this.#still.length);
    texture(this.#still.subarray(0, width * height), width, 7);
    texture(this.#subject, width / 4, 3);
    this.#leaves = new Uint8Array(size.isBusy ? width * LEAVES * height : 0);
    this.#leaves.forEach((_, i) => {
      this.#leaves[i] = 70 + (this.#chance() % 128);
    });
  }

  /** A picture of the moment `time`, milliseconds. */
  draw(time: number): VideoFrame {
    const { width, height } = this.#size;
    const picture = this.#picture;
    picture.set(this.#still);
    this.#drawSubject(time);
    this.#drawLeaves();
    drawTimeCode(picture, width, height, time);
    return new VideoFrame(picture, {
      format: "I420",
      codedWidth: width,
      codedHeight: height,
      timestamp: Math.round(time * 1000),
    });
  }

  /** The same leaves, elsewhere in each picture, along the lower edge. */
  #drawLeaves(): void {
    const cut = this.#leaves.length === 0 ? 0 : this.#chance() % this.#leaves.length;
    const top = this.#size.width * this.#size.height - this.#leaves.length;
    this.#picture.set(this.#leaves.subarray(cut), top);
    this.#picture.set(this.#leaves.subarray(0, cut), top + this.#leaves.length - cut);
  }

  #chance(): number {
    this.#gust = (this.#gust * 48_271) % 0x7fff_ffff;
    return this.#gust >> 8;
  }

  /** A quarter as wide and half as high as the picture, it sways at the pace of somebody who talks. */
  #drawSubject(time: number): void {
    const { width, height } = this.#size;
    const left = Math.round(width * (0.375 + 0.1 * Math.sin(time / 700)));
    const top = Math.round(height * (0.4 + 0.05 * Math.sin(time / 450)));
    for (let row = 0; row < height / 2; row++) {
      const line = this.#subject.subarray((row * width) / 4, ((row + 1) * width) / 4);
      this.#picture.set(line, (top + row) * width + left);
    }
  }
}

/** Waves of two lengths with a little grain, the same every time. */
function texture(luma: Uint8Array, width: number, waves: number): void {
  let grain = 1;
  for (let i = 0; i < luma.length; i++) {
    const x = (i % width) / width;
    const y = Math.floor(i / width) / width;
    grain = (grain * 48_271) % 0x7fff_ffff;
    const wave = Math.sin(x * waves * 6) + Math.sin((x + y) * waves * 15) + Math.cos(y * waves * 9);
    luma[i] = 120 + 25 * wave + (grain % 7);
  }
}
