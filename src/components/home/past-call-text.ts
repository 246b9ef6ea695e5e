import type { Contact } from "../../app/contacts-state.ts";
import type { PastCall } from "../../app/past-call.ts";
import { deviceName, displayName } from "../parts/person-name.ts";
import { whenText } from "../parts/time.ts";
import { strings } from "../strings.ts";

const minutesText = new Intl.NumberFormat(strings.locale, { style: "unit", unit: "minute" });
const listText = new Intl.ListFormat(strings.locale, { style: "narrow" });

/** Who was in the call: a paired device goes by the name that it has now. */
export function pastCallNames({ names }: PastCall, contact: Contact | undefined): string {
  if (contact !== undefined) return deviceName(contact.name);
  return names.length === 0
    ? strings.device.unnamed
    : listText.format(names.map((name) => displayName(name)));
}

/** What became of it, when, and for how long. */
export function pastCallText({ kind, at, minutes }: PastCall, now: number): string {
  const facts = [strings.pastCalls.kind[kind], whenText(at, now)];
  if (minutes > 0) facts.push(minutesText.format(minutes));
  return facts.filter((fact) => fact !== "").join(" · ");
}
