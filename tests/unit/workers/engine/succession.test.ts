import { expect, test } from "vitest";
import type { Fingerprint } from "../../../../src/trust/fingerprint.ts";
import type { PeerId } from "../../../../src/workers/engine/messages.ts";
import { Succession } from "../../../../src/workers/engine/succession.ts";
import { fakeFingerprint } from "../../../fakes/fake-link.ts";

const [ada, phone, eve] = [1, 2, 3].map(fakeFingerprint) as [Fingerprint, Fingerprint, Fingerprint];
const [adaPlace, phonePlace, evePlace] = ["ada", "phone", "eve"] as PeerId[] as [PeerId, PeerId, PeerId];
const PATIENCE = 30_000;

test("whom a device appoints takes its place, once", () => {
  const succession = new Succession();
  expect(succession.appointmentOf(phone, 0)).toBeUndefined();
  succession.appoint({ from: ada, to: phone, place: adaPlace }, 0);
  expect(succession.isAwaitedAt(adaPlace, 1)).toBe(true);
  expect(succession.settle(phone, phonePlace, 1)).toMatchObject({ from: ada, place: adaPlace });
  expect(succession.placeOf(phonePlace)).toBe(adaPlace);
  expect(succession.originOf(phone)).toBe(ada);
  expect(succession.isAwaitedAt(adaPlace, 1)).toBe(false);
  // Another window of the same device is somebody else.
  expect(succession.settle(phone, "phone, again" as PeerId, 2)).toBeUndefined();
});

test("a word that nobody keeps is over", () => {
  const succession = new Succession();
  succession.appoint({ from: ada, to: phone, place: adaPlace }, 0);
  expect(succession.appointmentOf(phone, PATIENCE)).toBeDefined();
  expect(succession.appointmentOf(phone, PATIENCE + 1)).toBeUndefined();
  expect(succession.isAwaitedAt(adaPlace, PATIENCE + 1)).toBe(false);
  expect(succession.settle(phone, phonePlace, PATIENCE + 1)).toBeUndefined();
  expect(succession.placeOf(phonePlace)).toBe(phonePlace);
});

test("a device has one word: the next takes back the one before", () => {
  const succession = new Succession();
  succession.appoint({ from: ada, to: phone, place: adaPlace }, 0);
  succession.appoint({ from: ada, to: eve, place: adaPlace }, 1);
  expect(succession.appointmentOf(phone, 1)).toBeUndefined();
  expect(succession.appointmentOf(eve, 1)?.from).toBe(ada);
});

test("nobody succeeds themselves", () => {
  expect(new Succession().appoint({ from: ada, to: ada, place: adaPlace }, 0)).toBe(false);
});

test("two moves lead back to where somebody was first known, and back home nothing has moved", () => {
  const succession = new Succession();
  succession.appoint({ from: ada, to: phone, place: adaPlace }, 0);
  succession.settle(phone, phonePlace, 0);
  succession.appoint({ from: phone, to: eve, place: adaPlace }, 0);
  succession.settle(eve, evePlace, 0);
  expect(succession.originOf(eve)).toBe(ada);
  expect(succession.placeOf(evePlace)).toBe(adaPlace);
  succession.appoint({ from: eve, to: ada, place: adaPlace }, 0);
  succession.settle(ada, adaPlace, 0);
  expect(succession.originOf(ada)).toBeUndefined();
});

test("there is an end of moving", () => {
  const succession = new Succession();
  for (let move = 0; move < 64; move++) {
    const to = fakeFingerprint(100 + move);
    expect(succession.appoint({ from: ada, to, place: adaPlace }, 0)).toBe(true);
    succession.settle(to, `${move}` as PeerId, 0);
  }
  expect(succession.appoint({ from: ada, to: phone, place: adaPlace }, 0)).toBe(false);
});
