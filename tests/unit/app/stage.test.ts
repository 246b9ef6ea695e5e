import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Stage } from "../../../src/app/stage.ts";
import { Layout } from "../../../src/app/stage-arrangement.ts";
import { elementId, ownElement } from "../../../src/app/stage-element.ts";
import type { PeerId, StageDeed } from "../../../src/workers/engine/messages.ts";
import { participant } from "../../fakes/states.ts";

const noor = elementId("Noor", "person");
const ben = elementId("Ben", "person");
const noorsScreen = elementId("Noor", "screen");

let stage: Stage;

beforeEach(() => {
  turn("flat");
  stage = new Stage();
});

afterEach(() => vi.unstubAllGlobals());

/** The window. */
function turn(shape: "flat" | "upright"): void {
  const [width, height] = shape === "flat" ? [1280, 720] : [390, 844];
  vi.stubGlobal("innerWidth", width);
  vi.stubGlobal("innerHeight", height);
}

const shown = () => stage.state.get();
const come = (...names: string[]) => stage.setParticipants(names.map((name) => participant(name)));
const ids = () => shown().elements.map(({ id }) => id);

describe("who is there", () => {
  test("alone, then two, then many: oneself last", () => {
    expect(shown()).toMatchObject({ formation: "alone", elements: [ownElement] });
    come("Noor");
    expect(shown().formation).toBe("pair");
    come("Noor", "Ben");
    expect(shown().formation).toBe("grid");
    expect(ids()).toEqual([noor, ben, ownElement.id]);
  });

  test("who leaves leaves nothing behind", () => {
    come("Noor", "Ben", "Zoe");
    stage.choose(Layout.free);
    stage.pin(noor);
    come("Zoe");
    expect(ids()).toEqual([elementId("Zoe", "person"), ownElement.id]);
    expect(shown().pinned).toBeUndefined();
    expect([...shown().places.keys()].sort()).toEqual(ids().sort());
  });

  test("screens stand before people, and go without them", () => {
    come("Noor", "Ben");
    expect(stage.addPeerStream("Noor", "screen")).toBe(noorsScreen);
    expect(ids()).toEqual([noorsScreen, noor, ben, ownElement.id]);
    stage.removeStream(noorsScreen);
    expect(ids()).toEqual([noor, ben, ownElement.id]);
  });
});

describe("the large one", () => {
  test("is whoever speaks, and stays while nobody does", () => {
    come("Noor", "Ben");
    stage.choose(Layout.speaker);
    expect(shown()).toMatchObject({ formation: "focus", main: noor });
    stage.setSpeaker("Ben");
    expect(shown().main).toBe(ben);
    stage.setSpeaker(undefined);
    expect(shown().main).toBe(ben);
  });

  test("is whoever is pinned, in a grid as well, until it is let go of", () => {
    come("Noor", "Ben");
    stage.pin(ben);
    expect(shown()).toMatchObject({ formation: "focus", main: ben, layout: Layout.grid });
    stage.setSpeaker("Noor");
    expect(shown().main).toBe(ben);
    stage.pin(undefined);
    expect(shown()).toMatchObject({ formation: "grid", main: undefined });
  });

  test("nobody who is not there can be pinned", () => {
    come("Noor", "Ben");
    stage.pin(elementId("Zoe", "person"));
    expect(shown().pinned).toBeUndefined();
  });

  test("a speaker who has left gives way to somebody who is there", () => {
    come("Noor", "Ben");
    stage.choose(Layout.speaker);
    stage.setSpeaker("Ben");
    come("Noor");
    come("Noor", "Zoe");
    expect(shown().main).toBe(noor);
  });
});

describe("a screen", () => {
  test("takes the stage by itself, and gives back what was there before", () => {
    come("Noor", "Ben");
    stage.choose(Layout.speaker);
    stage.addPeerStream("Noor", "screen");
    expect(shown()).toMatchObject({ layout: Layout.presentation, formation: "focus", main: noorsScreen });
    stage.removeStream(noorsScreen);
    expect(shown().layout).toBe(Layout.speaker);
  });

  test("shares the stage with a single other", () => {
    come("Noor");
    stage.addPeerStream("Noor", "screen");
    expect(shown()).toMatchObject({ formation: "focus", main: noorsScreen });
  });

  test("the latest is the large one; a choice made meanwhile holds", () => {
    come("Noor", "Ben");
    stage.addPeerStream("Noor", "screen");
    const bens = stage.addPeerStream("Ben", "screen");
    expect(shown().main).toBe(bens);
    stage.choose(Layout.grid);
    stage.addPeerStream("Zoe", "screen");
    expect(shown().layout).toBe(Layout.grid);
  });

  test("leaves a free stage as it is", () => {
    come("Noor");
    stage.choose(Layout.free);
    stage.addPeerStream("Noor", "screen");
    expect(shown()).toMatchObject({ layout: Layout.free, formation: "free" });
    expect(shown().places.has(noorsScreen)).toBe(true);
  });
});

describe("the free stage", () => {
  test.each([
    ["flat", "beside"],
    ["upright", "above"],
  ] as const)("begins on a %s window with two %s one another", (shape, order) => {
    turn(shape);
    come("Noor");
    stage.choose(Layout.free);
    const [one, other] = [shown().places.get(noor), shown().places.get(ownElement.id)];
    expect(one?.x === other?.x).toBe(order === "above");
    expect(one?.y === other?.y).toBe(order === "beside");
  });

  test("everything has a place of its own to begin with, and what is moved comes to the front", () => {
    come("Noor", "Ben", "Zoe");
    stage.choose(Layout.free);
    const corners = [...shown().places.values()].map(({ x, y }) => `${x} ${y}`);
    expect(new Set(corners).size).toBe(4);
    stage.place(noor, { x: 0.5, y: 0.5, width: 0.3, height: 0.3 });
    expect([...shown().places].at(-1)).toEqual([noor, { x: 0.5, y: 0.5, width: 0.3, height: 0.3 }]);
  });

  test("nothing leaves the stage, wherever it is put", () => {
    come("Noor");
    stage.choose(Layout.free);
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, number, number, (x, y, width, height) => {
        stage.place(noor, { x, y, width, height });
        const place = shown().places.get(noor);
        expect(place?.x).toBeGreaterThanOrEqual(0);
        expect(place?.y).toBeGreaterThanOrEqual(0);
        expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
        expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe("a shared stage", () => {
  let told: StageDeed[];
  const noorPlace = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
  const shared = (own: boolean, theirs: boolean) =>
    stage.setParticipants([participant("Noor", { sharing: { own, theirs } }), participant("Ben")]);

  beforeEach(() => {
    vi.useFakeTimers();
    told = [];
    stage = new Stage((deed) => told.push(deed));
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test("is a free one; who asked says how it looks", () => {
    shared(true, false);
    shared(true, true);
    expect(shown()).toMatchObject({ formation: "free", isShared: true });
    expect(told).toHaveLength(3);
    shared(false, false);
    expect(shown().isShared).toBe(false);
  });

  test("who was asked says nothing before they move something", () => {
    shared(false, true);
    shared(true, true);
    expect(told).toEqual([]);
    stage.place(noor, noorPlace);
    stage.place(noor, { ...noorPlace, x: 0.5 });
    vi.advanceTimersByTime(100);
    expect(told).toEqual([
      { kind: "place", element: { peer: "Noor", kind: "person" }, place: { ...noorPlace, x: 0.5 } },
    ]);
  });

  test("follows the other, and does not echo", () => {
    shared(false, true);
    shared(true, true);
    const element = { peer: "Noor" as PeerId, kind: "person" } as const;
    stage.handleDeed({ kind: "place", element, place: noorPlace });
    stage.handleDeed({
      kind: "place",
      element: { peer: "Nobody" as PeerId, kind: "screen" },
      place: noorPlace,
    });
    vi.advanceTimersByTime(100);
    expect(shown().places.get(noor)).toEqual(noorPlace);
    expect(shown().places.size).toBe(3);
    expect(told).toEqual([]);
  });

  test("lines are drawn on what is there, fade, and are not too many", () => {
    shared(true, true);
    told = [];
    stage.point(true);
    expect(shown().isPointing).toBe(true);
    stage.draw(noor, [0, 0, 1, 1]);
    stage.draw(elementId("Zoe", "person"), [0, 0, 1, 1]);
    expect(stage.strokes.get()).toMatchObject([{ element: noor, points: [0, 0, 1, 1] }]);
    expect(told).toHaveLength(1);
    const element = { peer: undefined, kind: "person" } as const;
    for (let i = 0; i < 1_000; i++) stage.handleDeed({ kind: "stroke", element, points: [0, 0] });
    expect(stage.strokes.get().length).toBeLessThanOrEqual(200);
    vi.advanceTimersByTime(3_000);
    expect(stage.strokes.get()).toEqual([]);
    shared(false, false);
    expect(shown().isPointing).toBe(false);
  });
});

test("whatever happens, the large one is there, and pinned and places are of those who are there", () => {
  const names = ["Noor", "Ben", "Zoe"] as const;
  const name = fc.constantFrom(...names);
  const step = fc.oneof(
    fc.record({ do: fc.constant("come" as const), who: fc.subarray([...names]) }),
    fc.record({ do: fc.constant("share" as const), who: name }),
    fc.record({ do: fc.constant("unshare" as const), who: name }),
    fc.record({ do: fc.constant("pin" as const), who: name }),
    fc.record({ do: fc.constant("speak" as const), who: name }),
    fc.record({ do: fc.constant("choose" as const), who: fc.constantFrom(...Object.values(Layout)) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      stage = new Stage();
      for (const one of steps) {
        if (one.do === "come") come(...one.who);
        if (one.do === "share") stage.addPeerStream(one.who, "screen");
        if (one.do === "unshare") stage.removeStream(elementId(one.who, "screen"));
        if (one.do === "pin") stage.pin(elementId(one.who, "person"));
        if (one.do === "speak") stage.setSpeaker(one.who);
        if (one.do === "choose") stage.choose(one.who);
        const { formation, main, pinned, places } = shown();
        expect(formation === "focus").toBe(main !== undefined);
        for (const id of [main, pinned, ...places.keys()]) if (id !== undefined) expect(ids()).toContain(id);
        if (formation === "free") expect([...places.keys()].sort()).toEqual(ids().sort());
      }
    }),
  );
});
