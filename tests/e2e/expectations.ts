// What a call owes to those in it, as a person would judge it: pictures that move, voices that are heard.
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@playwright/test";
import { picture, type Rgb } from "./fake-devices.ts";
import type { Gaze, Look, Sound } from "./media-probes.ts";

/** Somebody in a call, whatever drives their browser: what they look and sound like, see and hear. */
export interface Witness {
  readonly name: string;
  readonly colour: Rgb;
  /** Of their tone. */
  readonly hertz: number;
  /** How they see the others at the moment, by their names; nothing of those without a picture. */
  look(gaze?: Gaze): Promise<ReadonlyMap<string, Look | undefined>>;
  /** What their loudspeaker plays, and how strong each of these frequencies is in it. */
  listen(hertz?: readonly number[]): Promise<Sound>;
}

/** Something that is heard by its tone: somebody, or their screen. */
export type Voice = Pick<Witness, "name" | "hertz">;

/** New pictures in a second: looks that have to differ from the one before, so that a last frame from a dead connection does not pass. */
const CHANGES = 4;
/** Decibels: a fake voice arrives at about −26, and what a codec makes of it elsewhere stays below −45. */
const AUDIBLE = -38;
/** Root mean square of what nobody can hear. */
const SILENCE = 0.001;

/** Waits until the viewer sees each of the others' own pictures move. */
export async function expectToSee(viewer: Witness, ...others: readonly Witness[]): Promise<void> {
  await expect
    .poll(
      async () => {
        const looks = await viewer.look({ changes: CHANGES, patience: 1_000 });
        return others.map(({ name, colour }) => {
          const look = looks.get(name);
          if (look === undefined) return `no picture of ${name}`;
          if (!isLike(look.colour, colour)) return `${name} in the colour ${look.colour}`;
          return look.changes < CHANGES ? `${look.changes} new pictures of ${name}` : moving(name);
        });
      },
      { intervals: [100], message: `what ${viewer.name} sees` },
    )
    .toEqual(others.map(({ name }) => moving(name)));
}

function moving(name: string): string {
  return `${name} moving`;
}

/** Waits until the listener hears just these, by their tones, and nobody else of `everybody`. */
export async function expectToHear(
  listener: Witness,
  heard: readonly Voice[],
  { everybody = heard }: { everybody?: readonly Voice[] } = {},
): Promise<void> {
  const others = everybody.filter((person) => person !== listener);
  await expect
    .poll(
      async () => {
        const { strengths } = await listener.listen(others.map(({ hertz }) => hertz));
        return others.filter((_, index) => (strengths[index] ?? 0) > AUDIBLE).map(({ name }) => name);
      },
      { intervals: [100], message: `whom ${listener.name} hears` },
    )
    .toEqual(heard.map(({ name }) => name));
}

/** Waits until the listener's loudspeaker is silent. */
export async function expectSilence(listener: Witness): Promise<void> {
  await expect
    .poll(async () => (await listener.listen()).level, {
      intervals: [100],
      message: `how loud it is at ${listener.name}'s`,
    })
    .toBeLessThan(SILENCE);
}

/** Waits until everybody sees and hears everybody else. */
export async function expectToMeet(...everybody: readonly Witness[]): Promise<void> {
  for (const person of everybody) {
    const others = everybody.filter((other) => other !== person);
    await expectToSee(person, ...others);
    await expectToHear(person, others);
  }
}

/** Of looks at the other's picture over three seconds, a fake camera's frame apart: the share that was a new picture. */
export async function shareOfNewPictures(viewer: Witness, other: Witness): Promise<number> {
  const counts = await sample(async () => (await viewer.look()).get(other.name)?.count);
  const changes = counts.filter(
    (count, index) => index > 0 && count !== undefined && count !== counts[index - 1],
  );
  return changes.length / counts.length;
}

/** Of moments over three seconds: the share in which the other's voice is heard. */
export async function shareHeard(listener: Witness, { hertz }: Witness): Promise<number> {
  const strengths = await sample(async () => (await listener.listen([hertz])).strengths[0] ?? 0);
  return strengths.filter((strength) => strength > AUDIBLE).length / strengths.length;
}

async function sample<T>(measure: () => Promise<T>): Promise<T[]> {
  const values: T[] = [];
  const end = performance.now() + 3_000;
  while (performance.now() < end) {
    values.push(await measure());
    await sleep(1000 / picture.rate);
  }
  return values;
}

function isLike(seen: Rgb, shown: Rgb): boolean {
  return seen.every((value, index) => Math.abs(value - (shown[index] ?? 0)) < 40);
}
