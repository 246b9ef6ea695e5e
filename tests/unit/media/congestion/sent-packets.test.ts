import { describe, expect, test } from "vitest";
import { ReportReader, SentPackets } from "../../../../src/media/congestion/sent-packets.ts";
import { type MemberId, type Ssrc, ssrcOf, Track } from "../../../../src/transport/wire/ssrc.ts";

const sound = 0x700 as Ssrc;
const picture = 0x701 as Ssrc;

/** Numbers from `first` on, one each 10 ms from 1000 on. */
function sent(first = 0, count = 10, carrier: "datagram" | "stream" = "datagram", ssrc = sound): SentPackets {
  const packets = new SentPackets();
  for (let i = 0; i < count; i++)
    packets.add(ssrc, { sequence: first + i, sentAt: 1_000 + 10 * i, size: 100 + i, carrier });
  return packets;
}

function report(firstSequence: number, ages: (number | undefined)[], reportedAt = 500_000, media = sound) {
  return { reportedAt, streams: [{ media, firstSequence, ages }] };
}

describe("a report", () => {
  test("is held against what was sent", () => {
    const reader = new ReportReader(sent());
    expect(reader.read(report(0, [50, 40]), 1_080)).toEqual({
      now: 1_080,
      // The second left at 1010, and was held for 40 ms.
      rtt: 30,
      arrivals: [
        { carrier: "datagram", sentAt: 1_000, size: 100, arrivedAt: 499_950 },
        { carrier: "datagram", sentAt: 1_010, size: 101, arrivedAt: 499_960 },
      ],
    });
  });

  test("says each thing once, however often it is repeated", () => {
    const reader = new ReportReader(sent());
    reader.read(report(0, [50, 40]), 1_080);
    const again = reader.read(report(0, [100, 90, 10]), 1_130);
    expect(again?.arrivals.map(({ sentAt }) => sentAt)).toEqual([1_020]);
    expect(reader.read(report(0, [150, 140, 60]), 1_180)).toBeUndefined();
  });

  test("counts as lost what three later ones have overtaken, and nothing earlier", () => {
    const reader = new ReportReader(sent());
    const first = reader.read(report(0, [50, undefined, 30, 20]), 1_100);
    expect(first?.arrivals).toHaveLength(3);
    const second = reader.read(report(0, [60, undefined, 40, 30, 5]), 1_110);
    expect(second?.arrivals).toMatchObject([{ sentAt: 1_010, arrivedAt: undefined }, { sentAt: 1_040 }]);
  });

  test("never counts a frame as lost: what its stream loses is repeated, and what a relay leaves out is no loss", () => {
    const reader = new ReportReader(sent(0, 10, "stream", picture));
    const read = reader.read(report(0, [50, undefined, 30, 20, 10, 5, 1], 500_000, picture), 1_100);
    expect(read?.arrivals).toHaveLength(6);
    expect(read?.arrivals.every(({ arrivedAt }) => arrivedAt !== undefined)).toBe(true);
    const late = reader.read(report(1, [3], 500_200, picture), 1_300);
    expect(late?.arrivals).toMatchObject([{ sentAt: 1_010, arrivedAt: 500_197 }]);
  });

  test("without an arrival is no news, nor is one about packets that nobody sent", () => {
    const reader = new ReportReader(sent());
    expect(reader.read(report(0, [undefined, undefined]), 1_100)).toBeUndefined();
    expect(reader.read(report(5_000, [1, 2, 3]), 1_100)).toBeUndefined();
    expect(reader.read(report(0, [1], 0, 0x999 as Ssrc), 1_100)).toBeUndefined();
  });

  test("is understood when sequence numbers start over", () => {
    const reader = new ReportReader(sent(65_534, 4));
    expect(reader.read(report(65_534, [40, 30, 20, 10]), 1_100)?.arrivals).toHaveLength(4);
  });

  test("is understood when the receiver's clock starts over", () => {
    const reader = new ReportReader(sent());
    const turn = 65_536_000;
    const before = reader.read(report(0, [10], turn - 20), 1_100)?.arrivals[0]?.arrivedAt;
    const after = reader.read(report(1, [10], 30), 1_150)?.arrivals[0]?.arrivedAt;
    expect((after ?? 0) - (before ?? 0)).toBe(50);
  });

  test("of several tracks comes out in the order of sending", () => {
    const packets = sent();
    packets.add(picture, { sequence: 7, sentAt: 1_005, size: 5_000, carrier: "stream" });
    const body = {
      reportedAt: 500_000,
      streams: [
        { media: sound, firstSequence: 0, ages: [50, 40] },
        { media: picture, firstSequence: 7, ages: [20] },
      ],
    };
    const read = new ReportReader(packets).read(body, 1_100);
    expect(read?.arrivals.map(({ sentAt }) => sentAt)).toEqual([1_000, 1_005, 1_010]);
  });
});

test("the losses of one sound say nothing of another's", () => {
  const packets = new SentPackets();
  const [voice, screen] = [ssrcOf(7 as MemberId, Track.audio), ssrcOf(7 as MemberId, Track.screenAudio)];
  for (const ssrc of [voice, screen])
    for (let sequence = 0; sequence < 10; sequence++)
      packets.add(ssrc, { sequence, sentAt: 1_000, size: 100, carrier: "datagram" });
  const reader = new ReportReader(packets);
  const ages = Array.from({ length: 10 }, () => 10);
  const streams = [
    { media: voice, firstSequence: 0, ages },
    { media: screen, firstSequence: 0, ages: ages.map((age, i) => (i === 3 ? undefined : age)) },
  ];
  reader.read({ reportedAt: 1_020, streams }, 1_100);
  expect(reader.losses(Track.audio).share).toBe(0);
  expect(reader.losses(Track.screenAudio).share).toBeCloseTo(0.1, 2);
});

test("two receivers are told apart", () => {
  const packets = sent();
  const [ann, bob] = [new ReportReader(packets), new ReportReader(packets)];
  expect(ann.read(report(0, [50]), 1_100)?.arrivals).toHaveLength(1);
  expect(bob.read(report(0, [50]), 1_100)?.arrivals).toHaveLength(1);
});

test("what is long past is forgotten, and there is never too much of it", () => {
  const packets = sent(0, 5_000);
  expect(packets.find(sound, 0)).toBeUndefined();
  expect(packets.find(sound, 4_999)).toBeDefined();
  packets.add(sound, { sequence: 5_000, sentAt: 1_000_000, size: 1, carrier: "datagram" });
  expect(packets.find(sound, 4_999)).toBeUndefined();
  for (let i = 0; i < 20; i++)
    packets.add((0x800 + i) as Ssrc, { sequence: 1, sentAt: 1_000_000, size: 1, carrier: "datagram" });
  expect(packets.find(sound, 5_000)).toBeUndefined();
});
