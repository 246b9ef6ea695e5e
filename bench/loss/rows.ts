import type { LinkOptions } from "../../tests/shaper/link-options.ts";
import type { CameraSize } from "../page/camera.ts";
import type { Conditions } from "./path.ts";

/** A capacity that falls and comes back, on the way from the speaker to the listener. */
export interface Step {
  /** Bits per second before the fall and after the return. */
  readonly high: number;
  readonly low: number;
}

/** One kind of network. */
export interface Row {
  /** As `--rows` takes it. */
  readonly id: string;
  readonly title: string;
  /** The speaker's. */
  readonly camera: CameraSize;
  /** On top of the delay, in both directions. */
  readonly harm: LinkOptions;
  readonly step?: Step;
}

/** Of each direction: a round trip takes 50 ms. */
const DELAY: LinkOptions = { delayMs: 25 };
const QUEUE = { ms: 300 };

const small: CameraSize = { width: 640, height: 360 };
const large: CameraSize = { width: 1280, height: 720 };

const random = [0, 1, 5, 10, 20].map(
  (percent): Row => ({
    id: `${percent}`,
    title: `${percent} % random loss`,
    camera: small,
    harm: { loss: percent / 100 },
  }),
);

const bursty = [5, 10].map(
  (percent): Row => ({
    id: `burst${percent}`,
    title: `${percent} % in bursts of 4`,
    camera: small,
    harm: { burstLoss: { mean: percent / 100, burstLength: 4 } },
  }),
);

const step: Row = {
  id: "step",
  title: "2.5 → 0.6 → 2.5 Mb/s",
  // Of a picture that can do with less, no more would be sent however much there is.
  camera: { ...large, isBusy: true },
  harm: {},
  step: { high: 2.5e6, low: 0.6e6 },
};

export const rows: readonly Row[] = [...random, ...bursty, step];

/** The listener's camera, in all rows: what it sends matters to nobody, but takes its share of the machine. */
export const listenersCamera = small;

/** A good network at the row's distance, for calls to come up on. */
export const calm: Conditions = { forward: DELAY, backward: DELAY };

/** `rateBps` is that of the way to the listener. */
export function conditionsOf({ harm }: Row, rateBps?: number): Conditions {
  const both = { ...DELAY, ...harm };
  return { forward: rateBps === undefined ? both : { ...both, rateBps, queue: QUEUE }, backward: both };
}
