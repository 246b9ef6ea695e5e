import { expect, test } from "vitest";
import {
  type ConnectionState,
  ConnectionStateMachine,
  type StateEntry,
} from "../../../src/transport/connection-state.ts";

/** Every state, the way to it, and where it may go from there. */
const states: Record<ConnectionState, { path: ConnectionState[]; next: ConnectionState[] }> = {
  disconnected: { path: [], next: ["connecting", "failed", "closed"] },
  connecting: { path: ["connecting"], next: ["signaling-connected", "connected", "failed", "closed"] },
  "signaling-connected": {
    path: ["connecting", "signaling-connected"],
    next: ["gathering-candidates", "connected", "reconnecting", "failed", "closed"],
  },
  "gathering-candidates": {
    path: ["connecting", "signaling-connected", "gathering-candidates"],
    next: ["connecting", "connected", "failed", "closed"],
  },
  connected: { path: ["connecting", "connected"], next: ["reconnecting", "failed", "closed"] },
  reconnecting: {
    path: ["connecting", "connected", "reconnecting"],
    next: ["signaling-connected", "connected", "failed", "closed"],
  },
  failed: { path: ["failed"], next: ["connecting", "closed"] },
  closed: { path: ["closed"], next: [] },
};
const names = Object.keys(states) as ConnectionState[];
const pairs = names.flatMap((from) => names.map((to) => [from, to] as const));

test.each(pairs)("%s → %s is %s", (from, to) => {
  const machine = new ConnectionStateMachine(() => 0);
  for (const state of states[from].path) machine.moveTo(state);
  const legal = states[from].next.includes(to);
  expect(machine.canMoveTo(to)).toBe(legal);
  if (legal) {
    machine.moveTo(to);
    expect(machine.current.state).toBe(to);
  } else {
    expect(() => machine.moveTo(to)).toThrow(`from ${from} to ${to}`);
    expect(machine.current.state).toBe(from);
  }
});

test("remembers when and why, and tells it", () => {
  let now = 5;
  const machine = new ConnectionStateMachine(() => now);
  const told: [StateEntry, StateEntry][] = [];
  const unsubscribe = machine.onChange((entry, previous) => told.push([entry, previous]));
  now = 7;
  machine.moveTo("failed", "no network");
  const [begin, failed] = [
    { state: "disconnected", at: 5 },
    { state: "failed", at: 7, reason: "no network" },
  ];
  expect(machine.history).toEqual([begin, failed]);
  expect(told).toEqual([[failed, begin]]);
  unsubscribe();
  machine.moveTo("connecting");
  expect(told).toHaveLength(1);
});

test("a transition that is not legal is neither remembered nor told", () => {
  const machine = new ConnectionStateMachine(() => 0);
  let told = 0;
  machine.onChange(() => told++);
  expect(() => machine.moveTo("reconnecting")).toThrow();
  expect(told).toBe(0);
  expect(machine.history).toHaveLength(1);
});

test("remembers the latest 64 states, however long it lives", () => {
  let now = 0;
  const machine = new ConnectionStateMachine(() => now++);
  machine.moveTo("connecting");
  for (let i = 0; i < 100; i++) {
    machine.moveTo("connected");
    machine.moveTo("reconnecting");
  }
  expect(machine.history).toHaveLength(64);
  expect(machine.history.at(-1)).toEqual(machine.current);
  const times = machine.history.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("the history is a copy", () => {
  const machine = new ConnectionStateMachine(() => 0);
  (machine.history as StateEntry[]).length = 0;
  expect(machine.history).toHaveLength(1);
});

test("goes on from a stored history, but no connection outlives its machine", () => {
  const earlier = new ConnectionStateMachine(() => 1);
  earlier.moveTo("connecting");
  earlier.moveTo("connected");
  const stored: StateEntry[] = JSON.parse(JSON.stringify(earlier.history));
  const machine = new ConnectionStateMachine(() => 2, stored);
  expect(machine.current).toEqual({ state: "disconnected", at: 2 });
  expect(machine.history).toEqual([...stored, machine.current]);
  machine.moveTo("connecting");

  const long = new ConnectionStateMachine(() => 3, Array(500).fill(stored[0]));
  expect(long.history).toHaveLength(64);
});
