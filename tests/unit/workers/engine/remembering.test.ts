import { beforeEach, expect, test } from "vitest";
import type { RememberView } from "../../../../src/workers/engine/messages.ts";
import { Remembering } from "../../../../src/workers/engine/remembering.ts";
import { FakeLink, fakeFingerprint } from "../../../fakes/fake-link.ts";

interface Side {
  readonly link: FakeLink;
  readonly remembering: Remembering;
  readonly views: RememberView[];
  agreements: number;
}

let ada: Side;
let ben: Side;

function side(): Side {
  const link = new FakeLink(fakeFingerprint(1));
  const views: RememberView[] = [];
  const made: Side = {
    link,
    views,
    agreements: 0,
    remembering: new Remembering({
      link: link.link,
      onChange: () => views.push(made.remembering.view),
      onAgreed: () => made.agreements++,
    }),
  };
  return made;
}

beforeEach(() => {
  [ada, ben] = [side(), side()];
  const deliver = (to: Side) => (message: FakeLink["sent"][number]) => {
    if (message.type === "remember") to.remembering.handle(message);
  };
  ada.link.onSend = deliver(ben);
  ben.link.onSend = deliver(ada);
});

test("who wants to is seen to want to, and nobody is remembered yet", () => {
  ada.remembering.want(true);
  expect(ada.views).toEqual([{ own: true, theirs: false }]);
  expect(ben.views).toEqual([{ own: false, theirs: true }]);
  expect([ada.agreements, ben.agreements]).toEqual([0, 0]);
});

test("both have said so: agreed, once on each side", () => {
  ada.remembering.want(true);
  ben.remembering.want(true);
  expect([ada.agreements, ben.agreements]).toEqual([1, 1]);
  expect(ada.remembering.view).toEqual({ own: true, theirs: true });
  expect(ben.remembering.view).toEqual({ own: true, theirs: true });
});

test("both at the same moment: agreed all the same", () => {
  const onTheirWay: (() => void)[] = [];
  for (const one of [ada, ben]) {
    const { onSend } = one.link;
    one.link.onSend = (message) => onTheirWay.push(() => onSend(message));
  }
  ada.remembering.want(true);
  ben.remembering.want(true);
  for (const arrive of onTheirWay) arrive();
  expect([ada.agreements, ben.agreements]).toEqual([1, 1]);
});

test("whoever has thought better of it before the other spoke is not remembered", () => {
  ada.remembering.want(true);
  ada.remembering.want(false);
  ben.remembering.want(true);
  expect([ada.agreements, ben.agreements]).toEqual([0, 0]);
  expect(ben.remembering.view).toEqual({ own: true, theirs: false });
  ada.remembering.want(true);
  expect([ada.agreements, ben.agreements]).toEqual([1, 1]);
});

test("what was agreed stays agreed, whatever is said afterwards", () => {
  ada.remembering.want(true);
  ben.remembering.want(true);
  ada.remembering.want(false);
  ben.remembering.handle({ type: "remember", wanted: false });
  ben.remembering.handle({ type: "remember", wanted: true });
  expect([ada.agreements, ben.agreements]).toEqual([1, 1]);
  expect(ben.remembering.view).toEqual({ own: true, theirs: true });
});

test("nothing is said twice", () => {
  ada.remembering.want(true);
  ada.remembering.want(true);
  ada.remembering.want(false);
  ada.remembering.want(false);
  expect(ada.link.sent).toEqual([
    { type: "remember", wanted: true },
    { type: "remember", wanted: false },
  ]);
});

test("a link that breaks on the way: nothing is agreed, and nothing is thrown", () => {
  ada.link.refuse = new Error("The link is over");
  ada.remembering.want(true);
  expect(ben.views).toEqual([]);
  expect(ada.agreements).toBe(0);
});
