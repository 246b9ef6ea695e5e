import { expect, test } from "vitest";
import { HealthMonitor } from "../../../src/transport/health.ts";

test("knows no round trip before the first answer", () => {
  const monitor = new HealthMonitor(1000);
  expect(monitor.health).toEqual({
    roundTrip: undefined,
    minRoundTrip: undefined,
    lastHeard: 1000,
    missedPings: 0,
  });
});

test("smooths round trips by an eighth, and keeps the lowest", () => {
  const monitor = new HealthMonitor(0);
  monitor.pong(monitor.ping(0), 80);
  expect(monitor.health).toMatchObject({ roundTrip: 80, minRoundTrip: 80, lastHeard: 80 });
  monitor.pong(monitor.ping(100), 116);
  expect(monitor.health).toMatchObject({ roundTrip: 72, minRoundTrip: 16, lastHeard: 116 });
  monitor.pong(monitor.ping(200), 400);
  expect(monitor.health).toMatchObject({ roundTrip: 88, minRoundTrip: 16 });
});

test("counts pings without an answer until one comes", () => {
  const monitor = new HealthMonitor(0);
  const ids = [0, 1, 2, 3].map((now) => monitor.ping(now));
  expect(monitor.health.missedPings).toBe(3);
  expect(new Set(ids).size).toBe(4);
  monitor.pong(ids[2] ?? 0, 10);
  expect(monitor.health).toMatchObject({ missedPings: 0, roundTrip: 8 });
  monitor.ping(11);
  expect(monitor.health.missedPings, "the fourth is still under way").toBe(1);
});

test("an answer counts once, and only to a ping that was sent", () => {
  const monitor = new HealthMonitor(0);
  const id = monitor.ping(0);
  monitor.pong(id, 10);
  monitor.pong(id, 1000);
  monitor.pong(999, 1000);
  expect(monitor.health).toMatchObject({ roundTrip: 10, lastHeard: 10 });
});

test("hears without a ping", () => {
  const monitor = new HealthMonitor(0);
  monitor.heard(70);
  expect(monitor.health).toMatchObject({ lastHeard: 70, roundTrip: undefined });
});

test("does not remember without end what a relay never answers", () => {
  const monitor = new HealthMonitor(0);
  const first = monitor.ping(0);
  for (let now = 1; now < 1000; now++) monitor.ping(now);
  expect(monitor.health.missedPings).toBeLessThan(30);
  monitor.pong(first, 1000);
  expect(monitor.health.roundTrip, "too old to tell anything").toBeUndefined();
});
