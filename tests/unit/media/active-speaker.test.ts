import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { ActiveSpeaker } from "../../../src/media/active-speaker.ts";

/** Of a piece of sound, milliseconds. */
const PIECE = 20;
const SPEECH = 0.1;
const SOFT = 0.02;
const ROOM = 0.002;

let speakers: ActiveSpeaker<string>;
let now: number;

beforeEach(() => {
  speakers = new ActiveSpeaker();
  now = 0;
});

/** For so many milliseconds these are as loud as that; who is left out sends nothing. */
function sound(levels: Readonly<Record<string, number>>, duration: number): void {
  for (const end = now + duration; now < end; now += PIECE)
    for (const [id, level] of Object.entries(levels)) speakers.learn(id, level, now);
}

test("nobody speaks before somebody does", () => {
  sound({ noor: ROOM, ben: ROOM }, 5_000);
  expect(speakers.current).toBeUndefined();
});

test("whoever talks is chosen within half a second, and stays in the silence after it", () => {
  sound({ noor: ROOM, ben: ROOM }, 1_000);
  sound({ noor: SPEECH, ben: ROOM }, 500);
  expect(speakers.current).toBe("noor");
  sound({ noor: ROOM, ben: ROOM }, 10_000);
  expect(speakers.current).toBe("noor");
});

test("somebody who speaks softly is heard", () => {
  sound({ noor: SOFT, ben: ROOM }, 1_000);
  expect(speakers.current).toBe("noor");
});

test("who answers takes over within a second and a half", () => {
  sound({ noor: SPEECH, ben: ROOM }, 3_000);
  sound({ noor: ROOM, ben: SPEECH }, 1_000);
  expect(speakers.current).toBe("ben");
});

test("a cough takes nothing over", () => {
  sound({ noor: SPEECH, ben: ROOM }, 3_000);
  sound({ noor: ROOM, ben: ROOM }, 1_000);
  sound({ noor: ROOM, ben: 0.3 }, 180);
  sound({ noor: ROOM, ben: ROOM }, 1_000);
  expect(speakers.current).toBe("noor");
});

test("two at once do not take turns", () => {
  sound({ noor: SPEECH, ben: ROOM }, 2_000);
  for (let i = 0; i < 50; i++) {
    sound({ noor: SPEECH, ben: 0.9 * SPEECH }, 100);
    sound({ noor: 0.9 * SPEECH, ben: SPEECH }, 100);
    expect(speakers.current).toBe("noor");
  }
});

test("a fan is a voice only for as long as it takes to know it", () => {
  sound({ fan: SOFT / 2, noor: ROOM }, 15_000);
  sound({ fan: SOFT / 2, noor: SOFT }, 2_000);
  expect(speakers.current).toBe("noor");
});

test("who is muted in the middle of a word is no rival any more", () => {
  sound({ noor: SPEECH, ben: ROOM }, 2_000);
  sound({ ben: SOFT }, 2_000);
  expect(speakers.current).toBe("ben");
});

test("who is gone is nobody's speaker", () => {
  sound({ noor: SPEECH, ben: ROOM }, 2_000);
  speakers.remove("noor");
  expect(speakers.current).toBeUndefined();
  sound({ ben: SPEECH }, 1_000);
  expect(speakers.current).toBe("ben");
});

test("whatever is heard, turns are not shorter than a second", () => {
  const spell = fc.record({
    who: fc.constantFrom("a", "b", "c"),
    level: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(spell, { maxLength: 60 }), (spells) => {
      speakers = new ActiveSpeaker();
      now = 0;
      let since = Number.NEGATIVE_INFINITY;
      let before: string | undefined;
      for (const { who, level } of spells) {
        for (let i = 0; i < 5; i++) {
          sound({ [who]: level }, PIECE);
          if (speakers.current === before) continue;
          if (before !== undefined) expect(now - since).toBeGreaterThanOrEqual(1_000);
          before = speakers.current;
          since = now;
        }
      }
    }),
  );
});
