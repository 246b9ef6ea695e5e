import type { Picture, PictureSize } from "../../src/app/picture.ts";

/** A picture whose frames the test pushes. */
export class FakePicture implements Picture {
  /** How large it was said to be seen, in order. */
  readonly sizes: (PictureSize | undefined)[] = [];
  #frames: WritableStreamDefaultWriter<VideoFrame> | undefined;

  get attached(): boolean {
    return this.#frames !== undefined;
  }

  attach(stream: WritableStream<VideoFrame>): () => void {
    const frames = stream.getWriter();
    this.#frames = frames;
    return () => {
      if (this.#frames === frames) this.#frames = undefined;
    };
  }

  setSize(size: PictureSize | undefined): void {
    this.sizes.push(size);
  }

  /** Resolves once the surface has taken the frame. */
  async push(frame: VideoFrame): Promise<void> {
    if (this.#frames) await this.#frames.write(frame);
    else frame.close();
  }
}

/** A picture of one frame, shown to whoever attaches. */
export function stillPicture(width: number, height: number, hue: number): Picture {
  return {
    attach(frames) {
      frames
        .getWriter()
        .write(portrait(width, height, hue))
        .catch(() => undefined);
      return () => {};
    },
    setSize: () => undefined,
  };
}

/** A frame of a single colour. */
export function plainFrame(width: number, height: number, colour: string): VideoFrame {
  const { canvas, context } = surface(width, height);
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return new VideoFrame(canvas, { timestamp: 0 });
}

/** A camera that sees one portrait; the caller stops the track. */
export function fakeCamera(width = 640, height = 360, hue = 30): MediaStreamTrack {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const frame = portrait(width, height, hue);
  canvas.getContext("2d")?.drawImage(frame, 0, 0);
  frame.close();
  const [track] = canvas.captureStream(5).getVideoTracks();
  if (track === undefined) throw new Error("A canvas makes a stream of one video track");
  return track;
}

function portrait(width: number, height: number, hue: number): VideoFrame {
  const { canvas, context } = surface(width, height);
  const wall = context.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, `hsl(${hue} 35% 78%)`);
  wall.addColorStop(1, `hsl(${hue + 40} 30% 45%)`);
  context.fillStyle = wall;
  context.fillRect(0, 0, width, height);
  const size = Math.min(width, height);
  const [x, y] = [width / 2, height / 2];
  context.fillStyle = `hsl(${hue + 180} 25% 30%)`;
  context.beginPath();
  context.ellipse(x, height, size * 0.42, size * 0.32, 0, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = `hsl(${25 + (hue % 10)} 45% ${45 + (hue % 30)}%)`;
  context.beginPath();
  context.ellipse(x, y, size * 0.17, size * 0.22, 0, 0, 2 * Math.PI);
  context.fill();
  return new VideoFrame(canvas, { timestamp: 0 });
}

function surface(width: number, height: number) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("No 2D context");
  return { canvas, context };
}
