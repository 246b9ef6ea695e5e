const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const dateOnly = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/* Times are milliseconds since 1970, and shown as the person's own device writes them. */

export function dateText(time: number): string {
  return dateOnly.format(time);
}

/** The time of day, and the date with it when that is another day. */
export function whenText(time: number, now: number = Date.now()): string {
  return sameDay(time, now) ? timeOnly.format(time) : dateAndTime.format(time);
}

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** Minutes and seconds that are left, as on a clock: "4:07". Never less than nothing. */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
