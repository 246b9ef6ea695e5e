/* What sealing costs, measured where it happens: in a browser. Driven from outside through `measureSeal`. */
import { SframeReceiver, SframeSender } from "../../src/trust/sframe.ts";

/** Milliseconds, of each frame. */
export interface SealTimes {
  readonly seal: readonly number[];
  readonly open: readonly number[];
}

declare global {
  var measureSeal: (bytes: number, count: number) => Promise<SealTimes>;
}

/** Frames come one by one, as in a call: nothing overlaps. */
globalThis.measureSeal = async (bytes, count) => {
  const sender = await SframeSender.create(0);
  const receiver = new SframeReceiver();
  await receiver.add(sender.grant);
  const frame = crypto.getRandomValues(new Uint8Array(Math.min(bytes, 65_536)));
  const header = new Uint8Array(29);
  const times = { seal: [] as number[], open: [] as number[] };
  for (let i = 0; i < count; i++) {
    const begun = performance.now();
    const sealed = await sender.seal(frame, header);
    const between = performance.now();
    await receiver.open(sealed, header);
    times.seal.push(between - begun);
    times.open.push(performance.now() - between);
  }
  return times;
};
