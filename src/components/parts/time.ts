import { locale } from "../strings.ts";

/* Times are milliseconds since 1970, and shown as one writes them in the language of the words around them. */

export function dateText(time: number): string {
  return new Date(time).toLocaleDateString(locale, { dateStyle: "medium" });
}

/** The time of day, and the date with it when that is another day. */
export function whenText(time: number, now: number = Date.now()): string {
  const date = new Date(time);
  return sameDay(time, now)
    ? date.toLocaleTimeString(locale, { timeStyle: "short" })
    : date.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
}

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** Minutes and seconds that are left, as on a clock: "4:07". Never less than nothing. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
