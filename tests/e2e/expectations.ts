// What a call owes to those in it, as a person would judge it: pictures that move, voices that are heard.
import { expect } from "@playwright/test";
import type { Rgb } from "./fake-devices.ts";
import { type Look, listenTo } from "./media-probes.ts";
import type { Person } from "./people.ts";

interface Patience {
  /** Milliseconds; as for any other expectation when left out. */
  readonly timeout?: number;
}

/** Looks that have to differ from the one before, so that a last frame from a dead connection does not pass. */
const CHANGES = 4;
/** Decibels: a fake voice arrives at about −26, and what a codec makes of it elsewhere stays below −45. */
const AUDIBLE = -38;
/** Root mean square of what nobody can hear. */
const SILENCE = 0.001;

/** Waits until the viewer sees the other's own picture move. */
export async function expectToSee(viewer: Person, other: Person, patience: Patience = {}): Promise<void> {
  let before: Look | undefined;
  let changes = 0;
  await expect
    .poll(
      async () => {
        const look = await viewer.lookAt(other);
        if (look === undefined) return "no picture";
        if (!isLike(look.colour, other.colour)) return `a picture of the colour ${look.colour}`;
        if (before !== undefined && look.count !== before.count) changes++;
        before = look;
        return changes >= CHANGES ? "moving" : "standing still";
      },
      { ...patience, intervals: [100], message: `what ${viewer.name} sees of ${other.name}` },
    )
    .toBe("moving");
}

/** Waits until the listener hears just these people, by their tones, and nobody else of `everybody`. */
export async function expectToHear(
  listener: Person,
  heard: readonly Person[],
  { everybody = heard, ...patience }: Patience & { everybody?: readonly Person[] } = {},
): Promise<void> {
  const others = everybody.filter((person) => person !== listener);
  await expect
    .poll(
      async () => {
        const { strengths } = await listenTo(
          listener.page,
          others.map(({ hertz }) => hertz),
        );
        return others.filter((_, index) => (strengths[index] ?? 0) > AUDIBLE).map(({ name }) => name);
      },
      { ...patience, intervals: [100], message: `whom ${listener.name} hears` },
    )
    .toEqual(heard.map(({ name }) => name));
}

/** Waits until the listener's loudspeaker is silent. */
export async function expectSilence(listener: Person): Promise<void> {
  await expect
    .poll(async () => (await listenTo(listener.page)).level, {
      intervals: [100],
      message: `how loud it is at ${listener.name}'s`,
    })
    .toBeLessThan(SILENCE);
}

/** Waits until two people see and hear each other. */
export async function expectToMeet(one: Person, other: Person, patience: Patience = {}): Promise<void> {
  await expectToSee(one, other, patience);
  await expectToSee(other, one, patience);
  await expectToHear(one, [other], patience);
  await expectToHear(other, [one], patience);
}

function isLike(seen: Rgb, shown: Rgb): boolean {
  return seen.every((value, index) => Math.abs(value - (shown[index] ?? 0)) < 40);
}
