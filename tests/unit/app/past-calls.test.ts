import { atom } from "nanostores";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CallState, Participant } from "../../../src/app/call-state.ts";
import { beginningOf, followCall, type PastCall } from "../../../src/app/past-call.ts";
import { PastCalls } from "../../../src/app/past-calls.ts";
import { callState, participant } from "../../fakes/states.ts";

const MINUTE = 60_000;
const noor = "ab".repeat(32);

function follow(beginning: Parameters<typeof followCall>[1]) {
  const state = atom<CallState>(callState({ phase: "connecting" }));
  const reported: PastCall[] = [];
  let now = 1_000_000;
  followCall(
    state,
    beginning,
    (call) => reported.push(call),
    () => now,
  );
  const update = (change: Partial<CallState>) => state.set({ ...state.get(), ...change });
  return {
    reported,
    meet: (...participants: Participant[]) => update({ phase: "active", participants }),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    end: () => update({ phase: "ended", participants: [] }),
  };
}

const joined = { id: "one", kind: "joined", contactId: undefined, name: undefined } as const;
const made = { id: "one", kind: "made", contactId: noor, name: "Noor" } as const;
const taken = { id: "one", kind: "taken", contactId: noor, name: "Noor" } as const;

describe("what becomes of a call", () => {
  test("everyone who was in it is in the list, once, and how long somebody was there", () => {
    const call = follow(joined);
    call.pass(5 * MINUTE);
    call.meet(participant("Noor"));
    call.meet(participant("Noor"), participant("Ben"));
    call.pass(3.5 * MINUTE);
    call.end();
    expect(call.reported).toEqual([
      { id: "one", kind: "joined", at: 1_000_000, names: ["Noor", "Ben"], contactId: undefined, minutes: 3 },
    ]);
  });

  test("a call by a link to which nobody came is none", () => {
    const call = follow(joined);
    call.end();
    expect(call.reported).toEqual([]);
  });

  test("one that is made is unanswered until somebody is there", () => {
    const call = follow(made);
    call.end();
    expect(call.reported).toMatchObject([{ kind: "unanswered", names: ["Noor"], contactId: noor }]);
  });

  test("one with one paired device can be called again, however one met", () => {
    const call = follow(joined);
    call.meet(participant("Noor", { known: "paired", fingerprint: noor }));
    call.end();
    expect(call.reported).toMatchObject([{ contactId: noor }]);
  });

  test("one to which others came is with all of them", () => {
    const call = follow(taken);
    call.meet(participant("Noor", { known: "paired", fingerprint: noor }), participant("Ben"));
    call.end();
    expect(call.reported).toMatchObject([{ kind: "taken", names: ["Noor", "Ben"], contactId: undefined }]);
  });

  test("somebody who comes back in another window is the same", () => {
    const call = follow(joined);
    call.meet(participant("Noor", { id: "first", fingerprint: noor }));
    call.meet(participant("Noor", { id: "second", fingerprint: noor }));
    call.end();
    expect(call.reported[0]?.names).toEqual(["Noor"]);
  });

  test("a call that is answered goes by the name of its ring, so that it is one in all windows", () => {
    const entry = { kind: "answer", ring: "ring", contactId: noor, name: "Noor", video: true } as const;
    expect(beginningOf(entry)).toEqual({ ...taken, id: "ring" });
  });
});

/** As much of a browser's storage as is used. */
class FakeStorage {
  readonly items = new Map<string, string>();
  full = false;

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException("full", "QuotaExceededError");
    this.items.set(key, value);
  }
}

describe("the list", () => {
  beforeEach(() => vi.stubGlobal("addEventListener", () => undefined));
  afterEach(() => vi.unstubAllGlobals());

  const past = (id: string, at: number): PastCall => ({
    id,
    at,
    kind: "missed",
    names: ["Noor"],
    contactId: undefined,
    minutes: 0,
  });
  const open = (storage: FakeStorage) => new PastCalls(storage as unknown as Storage);
  const ids = (calls: PastCalls) => calls.state.get().map(({ id }) => id);

  test("outlives the page, newest first", () => {
    const storage = new FakeStorage();
    const calls = open(storage);
    calls.add(past("new", 2));
    calls.add(past("old", 1));
    expect(ids(open(storage))).toEqual(["new", "old"]);
    calls.clear();
    expect(ids(open(storage))).toEqual([]);
  });

  test("has what other windows have written, and a call of which two of them tell only once", () => {
    const storage = new FakeStorage();
    const [one, other] = [open(storage), open(storage)];
    one.add(past("first", 1));
    other.add(past("first", 2));
    other.add(past("second", 3));
    one.add(past("third", 4));
    expect(ids(one)).toEqual(["third", "second", "first"]);
  });

  test("ends somewhere", () => {
    const calls = open(new FakeStorage());
    for (let at = 0; at < 200; at++) calls.add(past(`${at}`, at));
    expect(calls.state.get().length).toBe(50);
    expect(ids(calls)[0]).toBe("199");
  });

  test("is there for this visit where nothing can be kept", () => {
    const storage = new FakeStorage();
    storage.full = true;
    for (const calls of [open(storage), new PastCalls(undefined)]) {
      calls.add(past("one", 1));
      expect(ids(calls)).toEqual(["one"]);
    }
  });

  test("does without what it does not understand", () => {
    const storage = new FakeStorage();
    for (const text of ["", "{", "null", "{}", '"x"']) {
      storage.items.set("kith.past-calls", text);
      expect(ids(open(storage))).toEqual([]);
    }
    storage.items.set("kith.past-calls", JSON.stringify([null, 1, { id: "x" }, past("good", 1)]));
    expect(ids(open(storage))).toEqual(["good"]);
  });
});
