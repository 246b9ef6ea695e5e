import { beforeEach, describe, expect, test } from "vitest";
import type { MemberId } from "../../../../src/transport/wire/ssrc.ts";
import type { ControlMessage } from "../../../../src/trust/control-message.ts";
import type { PeerId, StageDeed } from "../../../../src/workers/engine/messages.ts";
import { peerIdOf, SharedStages, type SharingMessage } from "../../../../src/workers/engine/shared-stages.ts";
import type { SharingView } from "../../../../src/workers/engine/stage-sharing.ts";
import { FakeLink, fakeFingerprint } from "../../../fakes/fake-link.ts";

interface Side {
  readonly id: PeerId;
  readonly link: FakeLink;
  readonly stages: SharedStages;
  readonly deeds: StageDeed[];
  readonly views: SharingView[];
}

const member = 1 as MemberId;
const place = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };

let now: number;
let ada: Side;
let ben: Side;

function side(number: number): Side {
  const id = peerIdOf(fakeFingerprint(number), new Uint8Array(8).fill(number));
  const link = new FakeLink(fakeFingerprint(9));
  Object.assign(link.link, { other: member });
  const deeds: StageDeed[] = [];
  const views: SharingView[] = [];
  const stages = new SharedStages({
    self: () => id,
    roster: {
      memberOf: () => member,
      change: (_, { sharing }) => {
        if (sharing) views.push(sharing);
      },
    },
    now: () => now,
    onDeed: (deed) => deeds.push(deed),
  });
  stages.add(link.link);
  return { id, link, stages, deeds, views };
}

beforeEach(() => {
  now = 0;
  [ada, ben] = [side(1), side(2)];
  const deliver = (to: Side) => (message: ControlMessage) =>
    to.stages.handle(to.link.link, message as SharingMessage);
  ada.link.onSend = deliver(ben);
  ben.link.onSend = deliver(ada);
});

function agree(): void {
  ada.stages.want(ben.id, true);
  ben.stages.want(ada.id, true);
}

describe("two who share", () => {
  test("do once both have said so, and each knows what the other said", () => {
    ada.stages.want(ben.id, true);
    expect(ben.views.at(-1)).toEqual({ own: false, theirs: true });
    ben.stages.want(ada.id, true);
    expect(ada.views.at(-1)).toEqual({ own: true, theirs: true });
  });

  test("see what the other moves, by its owner: what is mine here is theirs there", () => {
    agree();
    ada.stages.tell({ kind: "place", element: { peer: undefined, kind: "person" }, place });
    ada.stages.tell({ kind: "stroke", element: { peer: ben.id, kind: "person" }, points: [0, 0, 1, 1] });
    expect(ben.deeds).toEqual([
      { kind: "place", element: { peer: ada.id, kind: "person" }, place },
      { kind: "stroke", element: { peer: undefined, kind: "person" }, points: [0, 0, 1, 1] },
    ]);
  });

  test("do not any more once one of them says no, and may ask again", () => {
    agree();
    ben.stages.want(ada.id, false);
    expect(ada.views.at(-1)).toEqual({ own: false, theirs: false });
    ada.stages.want(ben.id, true);
    expect(ben.views.at(-1)).toEqual({ own: false, theirs: true });
  });

  test("who says no to being asked has said no for both", () => {
    ada.stages.want(ben.id, true);
    ben.stages.want(ada.id, false);
    expect(ada.views.at(-1)).toEqual({ own: false, theirs: false });
    expect(ben.views.at(-1)).toEqual({ own: false, theirs: false });
  });
});

describe("who has not agreed", () => {
  test("is told nothing", () => {
    ada.stages.want(ben.id, true);
    ada.stages.tell({ kind: "place", element: { peer: undefined, kind: "person" }, place });
    expect(ada.link.sentOf("stage-place")).toEqual([]);
  });

  test("is not listened to", () => {
    const element = { owner: new Uint8Array(40), kind: "person" } as const;
    ada.stages.handle(ada.link.link, { type: "stage-place", element, ...place });
    ada.stages.handle(ada.link.link, { type: "stage-stroke", element, points: [0, 0] });
    expect(ada.deeds).toEqual([]);
  });
});

test("a flood is thinned out, and changes of mind as well", () => {
  agree();
  const element = { owner: new Uint8Array(40), kind: "person" } as const;
  for (; now < 10_000; now++)
    ada.stages.handle(ada.link.link, { type: "stage-stroke", element, points: [0, 0] });
  expect(ada.deeds.length).toBeLessThanOrEqual(30 + 300);
  const before = ada.views.length;
  for (const end = now + 10_000; now < end; now++)
    ada.stages.handle(ada.link.link, { type: "stage-share", wanted: now % 2 === 0 });
  expect(ada.views.length - before).toBeLessThanOrEqual(2 * (30 + 300));
});
