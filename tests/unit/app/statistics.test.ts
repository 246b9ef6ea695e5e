import { expect, test } from "vitest";
import { Statistics } from "../../../src/app/statistics.ts";
import { sampleOf } from "../../../src/app/statistics-sample.ts";
import { peerSnapshot, snapshot } from "../../fakes/statistics.ts";

const relay = { fallback: false, roundTrip: 12, minRoundTrip: 10 };
const at = (seconds: number) => snapshot(seconds, [peerSnapshot("ann", seconds)]);

test("a sample is what happened between two snapshots", () => {
  const { sending, received, peers } = sampleOf(at(5), at(3), relay);
  expect(received).toBe(800_000);
  expect(sending).toMatchObject({ bitrate: 1_000_000, hasCamera: true });
  expect(sending.encodeTime).toBeCloseTo(3);
  expect(sending.picture).toEqual({ width: 640, height: 360, frameRate: 30, codec: "H.264" });
  expect(peers).toHaveLength(1);
  expect(peers[0]).toMatchObject({
    id: "ann",
    bitrate: 800_000,
    loss: 1 / 6,
    jitter: 4,
    roundTrip: 40,
    concealed: 0.1,
    delay: 40,
    skew: -3,
    picture: { width: 320, height: 180, frameRate: 15, codec: "VP8" },
    path: { bitrate: 1_000_000, loss: 0.01 },
  });
  expect(peers[0]?.frozen).toBeCloseTo(400);
});

test("the first snapshot, and totals that begin anew, say nothing of how much there was", () => {
  for (const sample of [
    sampleOf(at(5), undefined, relay),
    sampleOf({ ...at(1), timestamp: 9e9 }, at(8), relay),
  ]) {
    expect(sample.received).toBeUndefined();
    expect(sample.sending).toMatchObject({ bitrate: undefined, picture: undefined, encodeTime: undefined });
    expect(sample.peers[0]).toMatchObject({ bitrate: undefined, loss: undefined, concealed: undefined });
    expect(sample.peers[0]?.frozen).toBe(0);
  }
});

test("no picture is not a picture that stands still", () => {
  const later = at(5);
  const { video } = later.peers[0] ?? peerSnapshot("ann", 5);
  const earlier = { ...at(4), peers: [{ ...peerSnapshot("ann", 4), video }] };
  expect(sampleOf(later, earlier, relay).peers[0]?.picture).toBeUndefined();
});

test("as many seconds are remembered as there are places, the newest last", () => {
  const statistics = new Statistics();
  for (let second = 1; second <= 400; second++) statistics.learn(at(second));
  const { samples } = statistics.state.get();
  expect(samples).toHaveLength(300);
  expect(samples.at(-1)?.at).toBe(at(400).timestamp);
});

test("each second knows how the relay was reached then", () => {
  const statistics = new Statistics();
  const health = { roundTrip: 31, minRoundTrip: 20, lastHeard: 0, missedPings: 0 };
  statistics.handleConnection({ carrier: "websocket", health });
  statistics.learn(at(1));
  statistics.handleConnection({ carrier: undefined, health: undefined });
  statistics.learn(at(2));
  expect(statistics.state.get().samples.map((sample) => sample.relay)).toEqual([
    { fallback: true, roundTrip: 31, minRoundTrip: 20 },
    { fallback: false, roundTrip: undefined, minRoundTrip: undefined },
  ]);
});
