// A screen that tests make up, full of small text: whether it can be read where it is watched is found out by drawing the same
// text there and comparing.

/** What a test does with the screen of a page. */
export interface ScreenControl {
  /** Draws the text of that page on it; another page has other words in other places. */
  turnTo(page: number): void;
  /** Draws something else with every frame, as a film does, until a page is turned to. */
  play(): void;
  /** What is shared from now on has a sound, where it is asked for: one steady tone on both channels. */
  sound(hertz: number): void;
  /** Ends the sharing, as the browser's own button does. */
  stop(): void;
  /** How much the picture in the element is like that page: of each line of text the correlation, and the contrast of the worst. */
  compare(element: HTMLVideoElement | HTMLCanvasElement, page: number): ScreenLook;
}

/** How a shared screen arrives: 1 is as it was, line by line. */
export interface ScreenLook {
  readonly width: number;
  readonly height: number;
  /** Of the line that is least like the original, 0 to 1. */
  readonly likeness: number;
  /** Of the same, beside that of the original. */
  readonly contrast: number;
}

declare global {
  var screenControl: ScreenControl;
}

/** Of the screen, of its text, and how many new pictures a film has in a second. */
export const screenFormat = { width: 960, height: 540, font: 10, line: 15, rate: 15 } as const;

/** Runs in a page before its own scripts, so everything it needs is inside. */
export function installFakeScreen(format: typeof screenFormat): void {
  const media = navigator.mediaDevices;
  if (media === undefined) return;
  const { width, height, font, line, rate } = format;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const open = new Set<MediaStreamTrack>();
  let film: ReturnType<typeof setInterval> | undefined;
  let count = 0;
  let hertz: number | undefined;

  media.getDisplayMedia = async ({ audio } = {}) => {
    const stream = canvas.captureStream(rate);
    if (audio && hertz !== undefined) stream.addTrack(tone(hertz));
    for (const track of stream.getTracks()) open.add(track);
    // A canvas that nobody draws on again delivers nothing at all; a screen delivers one picture.
    turnTo(0);
    return stream;
  };

  globalThis.screenControl = {
    turnTo,
    play: () => {
      clearInterval(film);
      film = setInterval(() => playOn(), 1000 / rate);
    },
    sound: (frequency) => {
      hertz = frequency;
    },
    stop: () => {
      for (const track of open) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
      open.clear();
    },
    compare,
  };

  function tone(frequency: number): MediaStreamTrack {
    // Plays nothing, and needs no loudspeaker for it.
    const nowhere = { sinkId: { type: "none" } } as AudioContextOptions;
    const context = new AudioContext({ ...nowhere, sampleRate: 48_000, latencyHint: "interactive" });
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    const oscillator = new OscillatorNode(context, { frequency });
    oscillator.connect(new GainNode(context, { gain: 0.25 })).connect(output);
    oscillator.start();
    const [track] = output.stream.getAudioTracks() as [MediaStreamTrack];
    const stop = track.stop.bind(track);
    track.stop = () => {
      stop();
      if (context.state !== "closed") void context.close();
    };
    return track;
  }

  function turnTo(page: number): void {
    clearInterval(film);
    draw(canvas.getContext("2d") as CanvasRenderingContext2D, page);
  }

  function draw(context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D, page: number): void {
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
    context.fillStyle = "black";
    context.font = `${font}px monospace`;
    context.textBaseline = "top";
    let seed = 7 + page;
    for (let y = 0; y + line <= height; y += line) {
      let text = "";
      while (text.length < 150) {
        seed = (seed * 48271) % 2147483647;
        text += seed % 6 === 0 ? " " : String.fromCharCode(33 + (seed % 90));
      }
      context.fillText(text, 4, y + 2);
    }
  }

  function playOn(): void {
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    count++;
    for (let x = 0; x < width; x += 40) {
      context.fillStyle = `hsl(${(count * 11 + x) % 360} 70% 50%)`;
      context.fillRect(x, 0, 40, height);
    }
  }

  function compare(element: HTMLVideoElement | HTMLCanvasElement, page: number): ScreenLook {
    const seen = { width: widthOf(element), height: heightOf(element) };
    if (seen.width === 0) return { ...seen, likeness: 0, contrast: 0 };
    const original = luma((context) => draw(context, page));
    const arrived = luma((context) => context.drawImage(element, 0, 0, width, height));
    let worst = { likeness: 1, contrast: 1 };
    for (let y = 0; y + line <= height; y += line) {
      const look = alike(
        original.subarray(y * width, (y + line) * width),
        arrived.subarray(y * width, (y + line) * width),
      );
      if (look.likeness < worst.likeness) worst = look;
    }
    return { ...seen, ...worst };
  }

  function widthOf(element: HTMLVideoElement | HTMLCanvasElement): number {
    return "videoWidth" in element ? element.videoWidth : element.width;
  }

  function heightOf(element: HTMLVideoElement | HTMLCanvasElement): number {
    return "videoHeight" in element ? element.videoHeight : element.height;
  }

  function luma(paint: (context: OffscreenCanvasRenderingContext2D) => void): Float32Array {
    const surface = new OffscreenCanvas(width, height);
    const context = surface.getContext("2d", {
      willReadFrequently: true,
    }) as OffscreenCanvasRenderingContext2D;
    paint(context);
    const { data } = context.getImageData(0, 0, width, height);
    return Float32Array.from(
      { length: width * height },
      (_, i) => 0.3 * (data[4 * i] ?? 0) + 0.6 * (data[4 * i + 1] ?? 0) + 0.1 * (data[4 * i + 2] ?? 0),
    );
  }

  /** Pearson's correlation, and the spread of the second beside that of the first. */
  function alike(one: Float32Array, other: Float32Array) {
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [m1, m2] = [mean(one), mean(other)];
    let [product, square1, square2] = [0, 0, 0];
    for (let i = 0; i < one.length; i++) {
      const [a, b] = [(one[i] ?? 0) - m1, (other[i] ?? 0) - m2];
      product += a * b;
      square1 += a * a;
      square2 += b * b;
    }
    const likeness = square2 === 0 ? 0 : product / Math.sqrt(square1 * square2);
    return { likeness, contrast: Math.sqrt(square2 / square1) };
  }
}
