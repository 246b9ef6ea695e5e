import { beforeEach, expect, test } from "vitest";
import { WayDown } from "../../../../src/workers/engine/way-down.ts";
import { FakeLink, fakeFingerprint } from "../../../fakes/fake-link.ts";

const path = { carries: 400_000, loss: 0.1 };

let way: WayDown;
let ann: FakeLink;
let bob: FakeLink;

beforeEach(() => {
  way = new WayDown();
  [ann, bob] = [new FakeLink(fakeFingerprint(1)), new FakeLink(fakeFingerprint(2))];
});

test("of a way that is well nobody hears", () => {
  way.tell([ann.link, bob.link], undefined);
  expect(ann.sent).toEqual([]);
});

test("those who send share what a bad one takes, and hear when it is well again", () => {
  way.tell([ann.link, bob.link], path);
  for (const { sent } of [ann, bob])
    expect(sent).toEqual([{ type: "way-down", path: { carries: 200_000, loss: 0.1 } }]);
  way.tell([ann.link, bob.link], undefined);
  way.tell([ann.link, bob.link], undefined);
  for (const { sent } of [ann, bob]) expect(sent.slice(1)).toEqual([{ type: "way-down" }]);
});

test("what hardly changes is not told anew", () => {
  for (const carries of [400_000, 350_000, 450_000, 400_000]) way.tell([ann.link], { ...path, carries });
  expect(ann.sent).toHaveLength(1);
  for (const carries of [600_000, 300_000]) way.tell([ann.link], { ...path, carries });
  expect(ann.sent.slice(1)).toMatchObject([{ path: { carries: 600_000 } }, { path: { carries: 300_000 } }]);
});

test("who comes later hears it, and then there is less for each", () => {
  way.tell([ann.link], path);
  way.tell([ann.link, bob.link], path);
  expect(bob.sent).toMatchObject([{ path: { carries: 200_000 } }]);
  expect(ann.sent).toMatchObject([{ path: { carries: 400_000 } }, { path: { carries: 200_000 } }]);
});
