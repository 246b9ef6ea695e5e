// Real encoders of a real browser against the clock.
import { expect, test } from "vitest";
import { probeEncoders } from "../../../src/media/encoder-probe.ts";
import { PayloadType } from "../../../src/transport/wire/rtp.ts";

const size = { width: 640, height: 360 };
const never = new AbortController().signal;

test("every encoder is timed within a moment, and its layers are counted, not believed", async () => {
  const began = performance.now();
  const measurements = await probeEncoders(size, never);
  // A few tenths of a second where there is nothing else to do.
  expect(performance.now() - began).toBeLessThan(4_000);
  expect(measurements.map(({ codec }) => codec)).toEqual([PayloadType.h264, PayloadType.vp8]);
  for (const { first, best, p50, p95, layers, steersFreely } of measurements) {
    expect(first).toBeGreaterThan(0);
    expect(best).toBeGreaterThan(0);
    expect(p50).toBeGreaterThanOrEqual(best);
    expect(p95).toBeGreaterThanOrEqual(p50);
    expect(layers).toBe(3);
    expect(steersFreely).toBe(true);
  }
});

test("a larger picture takes longer", async () => {
  const small = await probeEncoders({ width: 160, height: 90 }, never);
  const large = await probeEncoders({ width: 1280, height: 720 }, never);
  expect(small.map(({ codec }) => codec)).toEqual(large.map(({ codec }) => codec));
  small.forEach(({ best }, index) => {
    expect(large[index]?.best).toBeGreaterThan(2 * best);
  });
});

test("a call that begins has the encoders to itself", async () => {
  const call = new AbortController();
  const probe = probeEncoders(size, call.signal);
  call.abort();
  await expect(probe).rejects.toThrow(DOMException);
});

test("what cannot encode a size, or makes another of it, is left out", async () => {
  // Neither codec has a picture of an odd size.
  const odd = await probeEncoders({ width: 161, height: 91 }, never);
  expect(odd.map(({ codec }) => codec)).not.toContain(PayloadType.h264);
});
