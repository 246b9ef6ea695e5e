import { expect, test } from "vitest";
import { announcements } from "../../../src/components/call/announcements.ts";
import { speakOfAll } from "../../../src/components/strings.ts";
import { callState, connectionView, deviceState, participant } from "../../fakes/states.ts";

await speakOfAll();

const noor = participant("Noor");
const ben = participant("Ben");

test("whoever is there on entering is named in one sentence", () => {
  const before = callState({ phase: "entering" });
  expect(announcements(before, callState({ participants: [noor, ben] }))).toEqual([
    "In the call: Noor and Ben",
  ]);
});

test("later arrivals and departures are named one by one", () => {
  const before = callState({ participants: [noor] });
  expect(announcements(before, callState({ participants: [ben] }))).toEqual(["Ben joined", "Noor left"]);
});

test("a connection that breaks and comes back", () => {
  const here = callState({ participants: [noor] });
  const away = callState({ participants: [{ ...noor, presence: "away" }] });
  expect(announcements(here, away)).toEqual(["Noor lost the connection"]);
  expect(announcements(away, here)).toEqual(["Noor is back"]);
});

test("microphones of others and one's own", () => {
  const loud = callState({ participants: [noor] });
  const quiet = callState({ participants: [{ ...noor, microphone: "off" }] });
  expect(announcements(loud, quiet)).toEqual(["Noor turned the microphone off"]);
  expect(announcements(quiet, loud)).toEqual(["Noor turned the microphone on"]);
  const muted = callState({ devices: deviceState({ microphone: "off" }) });
  expect(announcements(callState(), muted)).toEqual(["Your microphone is off"]);
  expect(announcements(muted, callState())).toEqual(["Your microphone is on"]);
});

test("somebody who wants to be remembered", () => {
  const quiet = callState({ participants: [noor] });
  const asked = callState({ participants: [{ ...noor, remember: { own: false, theirs: true } }] });
  expect(announcements(quiet, asked)).toEqual(["Noor wants the two devices to remember each other."]);
  expect(announcements(asked, asked)).toEqual([]);
});

test("what the eyes alone need is not read out", () => {
  const before = callState({ participants: [noor] });
  const after = callState({
    connection: connectionView({ roundTrip: 50 }),
    participants: [{ ...noor, speaking: true, camera: "off", name: "Noor B" }],
  });
  expect(announcements(before, after)).toEqual([]);
});

test("the end of the call speaks for itself", () => {
  const before = callState({ participants: [noor] });
  expect(announcements(before, callState({ phase: "ended", endReason: "crashed" }))).toEqual([]);
});
