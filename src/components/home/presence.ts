import type { Contact } from "../../app/contacts-state.ts";
import { fill } from "../../strings/fill.ts";
import { dateText, sameDay, whenText } from "../parts/time.ts";
import { locale, strings } from "../strings.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Whether a device can be called, in words. Without a connection of one's own nobody knows. */
export function presenceText(contact: Contact, connected: boolean, now: number): string {
  const text = strings.presence;
  if (!connected) return text.unknown;
  if (contact.online) return text.online;
  return contact.lastSeen === undefined ? text.offline : lastSeenText(contact.lastSeen, now);
}

/** Undefined when there is no call to tell of. */
export function missedText({ missedAt }: Contact, now: number): string | undefined {
  if (missedAt === undefined) return undefined;
  const text = strings.presence;
  return fill(sameDay(missedAt, now) ? text.missedAt : text.missedOn, { time: whenText(missedAt, now) });
}

function lastSeenText(time: number, now: number): string {
  const text = strings.presence;
  const passed = now - time;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const ago = (length: number, unit: "minute" | "hour" | "day") =>
    fill(text.ago, { time: format.format(-Math.floor(passed / length), unit) });
  if (passed < MINUTE) return text.justNow;
  if (passed < HOUR) return ago(MINUTE, "minute");
  if (passed < DAY) return ago(HOUR, "hour");
  if (passed < 7 * DAY) return ago(DAY, "day");
  return fill(text.on, { date: dateText(time) });
}
