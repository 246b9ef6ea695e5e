// Cameras and microphones that tests make up, in place of the machine's: whose picture or sound arrives can be told by
// its colour or its tone, and that it is live by a number that counts in the picture.

/** A camera whose pictures are of one colour, with a counter drawn in black and white. */
export interface FakeCamera {
  readonly id: string;
  readonly label: string;
  readonly colour: Rgb;
}

/** A microphone that hears one steady tone. */
export interface FakeMicrophone {
  readonly id: string;
  readonly label: string;
  /** Of the tone. */
  readonly hertz: number;
}

export interface FakeDevices {
  readonly cameras: readonly FakeCamera[];
  readonly microphones: readonly FakeMicrophone[];
  /** Name of the error with which the browser refuses, such as NotAllowedError. */
  readonly cameraError?: string;
  readonly microphoneError?: string;
}

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** What a test does to the devices of a page while the page uses them. */
export interface DeviceControl {
  /** Replaces the whole configuration for what is opened from now on, and tells the page that devices changed. */
  set(devices: FakeDevices): void;
  /** Ends all open tracks of this kind, as pulling the plug does. */
  unplug(kind: "camera" | "microphone"): void;
}

declare global {
  var deviceControl: DeviceControl;
}

/** Size and rate of fake pictures; the counter has one black or white cell per bit, in a row of its own. */
export const picture = { width: 320, height: 180, rate: 10, bits: 8 } as const;

/** Runs in a page before its own scripts, so everything it needs is inside or in `devices`. */
export function installFakeDevices([initial, format]: readonly [FakeDevices, typeof picture]): void {
  let devices = initial;
  const open = new Set<{ kind: "camera" | "microphone"; track: MediaStreamTrack; close: () => void }>();
  const media = navigator.mediaDevices;
  // Not a secure context, or a document without devices, such as about:blank.
  if (media === undefined) return;

  media.enumerateDevices = async () => [
    ...devices.cameras.map(({ id, label }) => describe("videoinput", id, label)),
    ...devices.microphones.map(({ id, label }) => describe("audioinput", id, label)),
  ];

  media.getUserMedia = async ({ video, audio } = {}) => {
    const opened = [
      ...(audio ? [openMicrophone(choose(devices.microphones, audio, devices.microphoneError))] : []),
      ...(video ? [openCamera(choose(devices.cameras, video, devices.cameraError))] : []),
    ];
    return new MediaStream(opened);
  };

  globalThis.deviceControl = {
    set: (next) => {
      devices = next;
      media.dispatchEvent(new Event("devicechange"));
    },
    unplug: (kind) => {
      for (const device of open) {
        if (device.kind !== kind) continue;
        device.track.stop();
        device.track.dispatchEvent(new Event("ended"));
      }
    },
  };

  function describe(kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo {
    const info = { kind, deviceId, label, groupId: "" };
    return { ...info, toJSON: () => info };
  }

  function choose<D extends { readonly id: string }>(
    all: readonly D[],
    wanted: boolean | MediaTrackConstraints,
    error: string | undefined,
  ): D {
    if (error !== undefined) throw new DOMException("As the test wants", error);
    const exact = typeof wanted === "object" && (wanted.deviceId as ConstrainDOMStringParameters)?.exact;
    const found = exact ? all.find(({ id }) => id === exact) : all[0];
    if (found === undefined) throw new DOMException("None found", "NotFoundError");
    return found;
  }

  function openCamera({ id, colour }: FakeCamera): MediaStreamTrack {
    const { width, height, rate, bits } = format;
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    let count = 0;
    const draw = () => {
      count++;
      context.fillStyle = `rgb(${colour.join(" ")})`;
      context.fillRect(0, 0, width, height);
      for (let bit = 0; bit < bits; bit++) {
        context.fillStyle = (count >> bit) & 1 ? "white" : "black";
        context.fillRect((bit * width) / bits, height / 3, width / bits, height / 3);
      }
    };
    draw();
    const timer = setInterval(draw, 1000 / rate);
    const [track] = canvas.captureStream(rate).getVideoTracks();
    return adopt("camera", id, track as MediaStreamTrack, () => clearInterval(timer));
  }

  function openMicrophone({ id, hertz }: FakeMicrophone): MediaStreamTrack {
    // Plays nothing, and needs no loudspeaker for it.
    const nowhere = { sinkId: { type: "none" } } as AudioContextOptions;
    const context = new AudioContext({ ...nowhere, sampleRate: 48_000, latencyHint: "interactive" });
    const output = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    const tone = new OscillatorNode(context, { frequency: hertz });
    tone.connect(new GainNode(context, { gain: 0.25 })).connect(output);
    tone.start();
    const [track] = output.stream.getAudioTracks();
    return adopt("microphone", id, track as MediaStreamTrack, () => void context.close());
  }

  /** Makes a track look like one of a device, and its source end with it. */
  function adopt(kind: "camera" | "microphone", deviceId: string, track: MediaStreamTrack, end: () => void) {
    const getSettings = track.getSettings.bind(track);
    const stop = track.stop.bind(track);
    const device = { kind, track, close: end };
    open.add(device);
    track.getSettings = () => ({ ...getSettings(), deviceId });
    track.stop = () => {
      stop();
      if (open.delete(device)) end();
    };
    return track;
  }
}
