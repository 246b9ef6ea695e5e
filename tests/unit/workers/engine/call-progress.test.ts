import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CallEnd,
  type CallMoment,
  type CallPhase,
  CallProgress,
} from "../../../../src/workers/engine/call-progress.ts";

type Beginning = ConstructorParameters<typeof CallProgress>[0];
type Step = Exclude<CallPhase, "ended">;

/** Every phase: the way to it, where it may go, how long it may last and what that is called. */
const phases: Record<
  CallPhase,
  { begin: Beginning; path: Step[]; next: Step[]; limit?: number; overdue?: CallEnd }
> = {
  entering: {
    begin: "entering",
    path: [],
    next: ["active", "connecting"],
    limit: 30_000,
    overdue: "relay-unreachable",
  },
  calling: {
    begin: "calling",
    path: [],
    next: ["ringing", "connecting"],
    limit: 40_000,
    overdue: "not-there",
  },
  ringing: {
    begin: "calling",
    path: ["ringing"],
    next: ["connecting"],
    limit: 40_000,
    overdue: "no-answer",
  },
  rung: { begin: "rung", path: [], next: ["connecting"], limit: 45_000, overdue: "missed" },
  connecting: {
    begin: "rung",
    path: ["connecting"],
    next: ["active"],
    limit: 20_000,
    overdue: "unreachable",
  },
  active: { begin: "entering", path: ["active"], next: ["reconnecting"] },
  reconnecting: {
    begin: "entering",
    path: ["active", "reconnecting"],
    next: ["active"],
    limit: 120_000,
    overdue: "connection-lost",
  },
  ended: { begin: "entering", path: [], next: [] },
};
const names = Object.keys(phases) as CallPhase[];
const steps = names.filter((name) => name !== "ended");

/** Which ends are only possible in these phases; any other may come at any time. */
const special: Partial<Record<CallEnd, CallPhase[]>> = {
  declined: ["calling", "ringing", "rung"],
  busy: ["calling", "ringing"],
  "no-answer": ["ringing"],
  "not-there": ["calling"],
  missed: ["rung"],
  "answered-elsewhere": ["rung", "connecting"],
  cancelled: ["connecting"],
  unreachable: ["connecting"],
  "hung-up": ["calling", "ringing", "connecting", "active", "reconnecting"],
  moved: ["active", "reconnecting"],
  "handoff-over": ["entering"],
  "connection-lost": ["reconnecting"],
  "wrong-device": ["entering", "calling", "ringing", "connecting", "active", "reconnecting"],
  "invite-expired": ["entering", "calling", "ringing", "connecting", "active", "reconnecting"],
  "invite-used": ["entering", "calling", "ringing", "connecting", "active", "reconnecting"],
};
const anytime: CallEnd[] = [
  "left",
  "crashed",
  "forgotten",
  "relay-unreachable",
  "relay-refused",
  "incompatible",
  "room-full",
];
const ends = [...(Object.keys(special) as CallEnd[]), ...anytime];

class Clock {
  time = 0;
  readonly now = () => this.time;
}

function at(phase: CallPhase, clock = new Clock()): CallProgress {
  const { begin, path } = phases[phase];
  const progress = new CallProgress(begin, clock.now);
  for (const step of path) progress.moveTo(step);
  if (phase === "ended") progress.end("left");
  return progress;
}

test.each(names.flatMap((from) => steps.map((to) => [from, to] as const)))("%s → %s", (from, to) => {
  const progress = at(from);
  const isLegal = phases[from].next.includes(to);
  expect(progress.canMoveTo(to)).toBe(isLegal);
  if (isLegal) progress.moveTo(to);
  else expect(() => progress.moveTo(to)).toThrow(`from ${from} to ${to}`);
  expect(progress.phase).toBe(isLegal ? to : from);
});

test.each(steps.flatMap((from) => ends.map((end) => [from, end] as const)))("%s ends by %s", (from, end) => {
  const progress = at(from);
  const isLegal = special[end]?.includes(from) ?? true;
  expect(progress.canEnd(end)).toBe(isLegal);
  if (isLegal) progress.end(end);
  else expect(() => progress.end(end)).toThrow(`${from} cannot end by ${end}`);
  expect([progress.phase, progress.reason]).toEqual(isLegal ? ["ended", end] : [from, undefined]);
});

test("a call that is over stays so, for the reason that it had", () => {
  const progress = at("ringing");
  progress.end("busy");
  for (const end of ends) progress.end(end);
  expect(progress.reason).toBe("busy");
  expect(ends.filter((end) => progress.canEnd(end))).toEqual([]);
});

describe("waiting", () => {
  test.each(steps.filter((phase) => phase !== "active"))("%s has an end, and says which", (phase) => {
    const { limit = 0, overdue } = phases[phase];
    const clock = new Clock();
    const progress = at(phase, clock);
    clock.time = limit;
    progress.poll();
    expect(progress.phase).toBe(phase);
    clock.time++;
    progress.poll();
    expect([progress.phase, progress.reason]).toEqual(["ended", overdue]);
  });

  test("begins anew with every phase", () => {
    const clock = new Clock();
    const progress = at("calling", clock);
    clock.time = 39_000;
    progress.moveTo("ringing");
    clock.time = 78_000;
    progress.poll();
    expect(progress.phase).toBe("ringing");
  });

  test("a call that goes on is not waiting for anything", () => {
    const clock = new Clock();
    const progress = at("active", clock);
    clock.time = 365 * 24 * 3_600_000;
    progress.poll();
    expect(progress.phase).toBe("active");
  });
});

test("remembers its moments, and tells each", () => {
  const clock = new Clock();
  const progress = new CallProgress("rung", clock.now);
  const told: CallMoment[] = [];
  const stop = progress.onChange((moment) => told.push(moment));
  clock.time = 3;
  progress.moveTo("connecting");
  clock.time = 5;
  progress.end("cancelled");
  stop();
  const moments = [
    { phase: "connecting", at: 3 },
    { phase: "ended", at: 5, end: "cancelled" },
  ];
  expect(told).toEqual(moments);
  expect(progress.history).toEqual([{ phase: "rung", at: 0 }, ...moments]);
});

test("whatever happens, in whatever order: only legal steps, a bounded memory, and in the end a reason", () => {
  const happening = fc.oneof(
    { weight: 6, arbitrary: fc.record({ step: fc.constantFrom(...steps) }) },
    // Ends are rarer, or no call would get far.
    { weight: 1, arbitrary: fc.record({ end: fc.constantFrom(...ends) }) },
    { weight: 4, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 60_000 }) }) },
  );
  const beginnings = fc.constantFrom<Beginning>("entering", "calling", "rung");
  void fc.assert(
    fc.property(beginnings, fc.array(happening, { maxLength: 200 }), (begin, happenings) => {
      const clock = new Clock();
      const progress = new CallProgress(begin, clock.now);
      for (const what of happenings) {
        const before = progress.phase;
        try {
          if ("step" in what) progress.moveTo(what.step);
          else if ("end" in what) progress.end(what.end);
          else clock.time += what.wait;
        } catch {
          expect(progress.phase).toBe(before);
        }
        progress.poll();
        if (progress.phase !== before && progress.phase !== "ended")
          expect(phases[before].next).toContain(progress.phase);
      }
      // The line breaks, and from then on nothing happens any more.
      if (progress.canMoveTo("reconnecting")) progress.moveTo("reconnecting");
      clock.time += 120_001;
      progress.poll();
      expect(progress.phase).toBe("ended");
      expect(progress.reason).toBeDefined();
      expect(progress.history.length).toBeLessThanOrEqual(64);
      const times = progress.history.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
    }),
  );
});
