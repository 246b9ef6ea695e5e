import type { Contact } from "../../app/contacts-state.ts";
import type { PastCall } from "../../app/past-call.ts";
import { deviceName, displayName } from "../parts/person-name.ts";
import { whenText } from "../parts/time.ts";
import { locale, strings } from "../strings.ts";

/** Who was in the call: a paired device goes by the name that it has now. */
export function pastCallNames({ names }: PastCall, contact: Contact | undefined): string {
  if (contact !== undefined) return deviceName(contact.name);
  if (names.length === 0) return strings.device.unnamed;
  const list = new Intl.ListFormat(locale, { style: "narrow" });
  return list.format(names.map((name) => displayName(name)));
}

/** What became of it, when, and for how long. */
export function pastCallText({ kind, at, minutes }: PastCall, now: number): string {
  const facts = [strings.pastCalls.kind[kind], whenText(at, now)];
  if (minutes > 0) facts.push(minutes.toLocaleString(locale, { style: "unit", unit: "minute" }));
  return facts.join(" · ");
}
