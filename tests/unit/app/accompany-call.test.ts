import { atom } from "nanostores";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CallState } from "../../../src/app/call-state.ts";
import { accompanyCall } from "../../../src/app/system/accompany-call.ts";
import { showBadge } from "../../../src/app/system/badge.ts";
import { callState, contact, deviceState } from "../../fakes/states.ts";

/** As much of a screen lock as is used; the browser lets go of it with `lose`. */
class FakeLock {
  released = false;

  async release(): Promise<void> {
    this.released = true;
  }
}

const locks: FakeLock[] = [];
const handlers = new Map<string, (() => void) | null>();
const told: string[] = [];
let page: EventTarget & { visibilityState: string };

const session = {
  playbackState: "none",
  setActionHandler: (action: string, act: (() => void) | null) => {
    if (action === "togglecamera") throw new TypeError("never heard of it");
    handlers.set(action, act);
  },
  setMicrophoneActive: (active: boolean) => void told.push(`microphone ${active}`),
  setCameraActive: async (active: boolean) => void told.push(`camera ${active}`),
};

beforeEach(() => {
  locks.length = told.length = 0;
  handlers.clear();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", {
    mediaSession: session,
    wakeLock: {
      request: async () => {
        const lock = new FakeLock();
        locks.push(lock);
        return lock;
      },
    },
    setAppBadge: async (count: number) => void told.push(`badge ${count}`),
    clearAppBadge: async () => void told.push("no badge"),
  });
});
afterEach(() => vi.unstubAllGlobals());

function inCall() {
  const state = atom<CallState>(callState());
  const requests: string[] = [];
  accompanyCall({
    state,
    leave: () => requests.push("leave"),
    toggleMicrophone: () => requests.push("toggleMicrophone"),
    toggleCamera: () => requests.push("toggleCamera"),
  });
  const update = (change: Partial<CallState>) => state.set({ ...state.get(), ...change });
  return { requests, update, end: () => update({ phase: "ended" }) };
}

const turn = (visibility: "visible" | "hidden") => {
  page.visibilityState = visibility;
  page.dispatchEvent(new Event("visibilitychange"));
};

describe("the screen", () => {
  test("stays on during a call, also after the page was hidden, and no longer", async () => {
    const call = inCall();
    await vi.waitFor(() => expect(locks.length).toBe(1));
    turn("hidden");
    if (locks[0]) locks[0].released = true;
    turn("visible");
    await vi.waitFor(() => expect(locks.length).toBe(2));
    turn("visible");
    call.end();
    await vi.waitFor(() => expect(locks.map(({ released }) => released)).toEqual([true, true]));
    turn("visible");
    expect(locks.length).toBe(2);
  });

  test("is let go where the call is over before it was kept", async () => {
    inCall().end();
    await vi.waitFor(() => expect(locks.map(({ released }) => released)).toEqual([true]));
  });
});

describe("the media keys", () => {
  test("do what the buttons do, as far as the browser knows them, and nothing after the call", () => {
    const call = inCall();
    handlers.get("togglemicrophone")?.();
    handlers.get("hangup")?.();
    expect(call.requests).toEqual(["toggleMicrophone", "leave"]);
    expect(session.playbackState).toBe("playing");
    call.end();
    expect([...handlers.values()]).toEqual([null, null]);
    expect(session.playbackState).toBe("none");
  });

  test("show what is on", async () => {
    const call = inCall();
    await vi.waitFor(() => expect(told).toEqual(["microphone true", "camera true"]));
    call.update({ devices: deviceState({ microphone: "off" }) });
    await vi.waitFor(() => expect(told.slice(2)).toEqual(["microphone false", "camera true"]));
  });
});

test("the icon counts missed calls until they were seen", () => {
  const missed = contact("Noor", { missedAt: 1 });
  showBadge({ contacts: [missed, contact("Ben")] });
  showBadge({ contacts: [missed, contact("Ben", { online: false })] });
  showBadge({ contacts: [contact("Noor")] });
  expect(told).toEqual(["badge 1", "no badge"]);
});
