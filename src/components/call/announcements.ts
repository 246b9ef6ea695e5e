import type { CallState, Participant } from "../../app/call-state.ts";
import { fill } from "../../strings/fill.ts";
import { isOn } from "../parts/device-status.ts";
import { displayName } from "../parts/person-name.ts";
import { locale, strings } from "../strings.ts";

/** What somebody who does not see the screen has to be told about the step from one state of a call to the next. */
export function announcements(before: CallState, after: CallState): readonly string[] {
  return [
    ...arrivals(before, after),
    ...departures(before, after),
    ...changes(before, after),
    ...own(before, after),
  ];
}

function arrivals(before: CallState, after: CallState): readonly string[] {
  const known = new Set(before.participants.map(({ id }) => id));
  const names = after.participants.filter(({ id }) => !known.has(id)).map(({ name }) => displayName(name));
  if (names.length > 0 && !hasBegun(before)) {
    const list = new Intl.ListFormat(locale, { type: "conjunction" });
    return [fill(strings.announce.present, { names: list.format(names) })];
  }
  return names.map((name) => fill(strings.announce.joined, { name }));
}

/** Before it, whoever is there was there before us. */
function hasBegun({ phase }: CallState): boolean {
  return phase === "active" || phase === "reconnecting";
}

function departures(before: CallState, after: CallState): readonly string[] {
  if (after.phase === "ended") return [];
  const staying = new Set(after.participants.map(({ id }) => id));
  return before.participants
    .filter(({ id }) => !staying.has(id))
    .map(({ name }) => fill(strings.announce.left, { name: displayName(name) }));
}

function changes(before: CallState, after: CallState): readonly string[] {
  const earlier = new Map(before.participants.map((participant) => [participant.id, participant]));
  return after.participants.flatMap((participant) => {
    const previous = earlier.get(participant.id);
    return previous === undefined ? [] : personChanges(previous, participant);
  });
}

function personChanges(before: Participant, after: Participant): readonly string[] {
  const name = displayName(after.name);
  const { away, back, muted, unmuted } = strings.announce;
  if (before.fingerprint !== after.fingerprint && after.movedFrom !== undefined)
    return [fill(strings.moved, { name })];
  if (after.remember.theirs && !before.remember.theirs) return [fill(strings.person.asked, { name })];
  if (before.presence !== after.presence) return [fill(after.presence === "away" ? away : back, { name })];
  if (before.screen === undefined && after.screen !== undefined)
    return [fill(strings.screen.began, { name })];
  if (before.screen !== undefined && after.screen === undefined)
    return [fill(strings.screen.ended, { name })];
  if (before.microphone === "on" && after.microphone === "off") return [fill(muted, { name })];
  if (before.microphone === "off" && after.microphone === "on") return [fill(unmuted, { name })];
  return [];
}

function own(before: CallState, after: CallState): readonly string[] {
  const shared = before.screen.status === "on";
  const shares = after.screen.status === "on";
  if (shared !== shares) return [shares ? strings.screen.ownBegan : strings.screen.ownEnded];
  const was = before.devices.microphone;
  const is = after.devices.microphone;
  // Who holds a key knows.
  if (before.devices.talking || after.devices.talking) return [];
  if (isOn(was) && is === "off") return [strings.announce.ownMuted];
  if (was === "off" && isOn(is)) return [strings.announce.ownUnmuted];
  return [];
}
