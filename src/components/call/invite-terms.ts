import type { InviteState, InviteTerms } from "../../app/call-state.ts";
import { fill } from "../../strings/fill.ts";
import { whenText } from "../parts/time.ts";
import { strings } from "../strings.ts";

const HOUR = 60 * 60_000;

/** How long a new link is good for, in milliseconds from when it is made. */
const lengths = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR, never: undefined } as const;

export type Expiry = keyof typeof lengths;

export const expiries = Object.keys(lengths) as readonly Expiry[];

/** How many people may come in with a link; 0: any number. */
export const useCounts: readonly number[] = [0, 1, 2, 5];

/** What somebody chooses for a new link. */
export interface InviteChoice {
  readonly expiry: Expiry;
  readonly uses: number;
  readonly guestsTalk: boolean;
}

export function termsOf({ expiry, uses, guestsTalk }: InviteChoice, now: number): InviteTerms {
  const length = lengths[expiry];
  return { expiresAt: length === undefined ? undefined : now + length, uses, guestsTalk };
}

/** The choice that comes closest to the terms that hold: where the form begins. */
export function choiceOf({ expiresAt, uses, guestsTalk }: InviteTerms, now: number): InviteChoice {
  const expiry = expiries.find(
    (choice) => expiresAt !== undefined && expiresAt <= now + (lengths[choice] ?? 0),
  );
  return { expiry: expiry ?? "never", uses: useCounts.includes(uses) ? uses : 0, guestsTalk };
}

/** What is special about a link, in a few words; empty for one that is good for everybody and for ever. */
export function termsText({ expiresAt, uses, used, guestsTalk }: InviteState): string {
  const text = strings.invite.terms;
  return [
    ...(expiresAt === undefined ? [] : [fill(text.until, { time: whenText(expiresAt) })]),
    ...(uses === 0 ? [] : [fill(text.used, { used, uses })]),
    ...(guestsTalk ? [] : [text.watch]),
  ].join(" · ");
}
