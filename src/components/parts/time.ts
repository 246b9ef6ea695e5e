import { locale } from "../strings.ts";

/* Times are milliseconds since 1970, and shown as one writes them in the language of the words around them. */

export function dateText(time: number): string {
  return new Date(time).toLocaleDateString(locale, { dateStyle: "medium" });
}

/** The time of day, with the date when that is another day, and the year when that is another one. */
export function whenText(time: number, now: number = Date.now()): string {
  const date = new Date(time);
  if (sameDay(time, now)) return date.toLocaleTimeString(locale, { timeStyle: "short" });
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  const rest = { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" } as const;
  return date.toLocaleString(locale, { year, ...rest });
}

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** Minutes and seconds that are left, as on a clock: "4:07". Never less than nothing. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
