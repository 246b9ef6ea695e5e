import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Diagnosis } from "../../../src/app/diagnosis.ts";
import type { PeerSample, Sample, SendingSample } from "../../../src/app/statistics-sample.ts";
import { ownSymptom, peerSymptom } from "../../../src/app/symptoms.ts";
import { peerSample, sample, sendingSample } from "../../fakes/statistics.ts";

/** Five seconds, each like this. */
function seconds(change: Partial<Sample>): Sample[] {
  return Array.from({ length: 5 }, () => sample(change));
}

function sending(change: Partial<SendingSample>, more: Partial<Sample> = {}): Sample[] {
  return seconds({ sending: sendingSample(change), ...more });
}

function peers(...changes: readonly Partial<PeerSample>[]): Sample[] {
  return seconds({ peers: changes.map((change, index) => peerSample(`${index}`, change)) });
}

const narrow = { limitedBy: "bitrate", reason: "queue", targetBitrate: 300_000 } as const;

describe("at one's own end", () => {
  const two = { peers: [peerSample("ann"), peerSample("bob")] };
  const queue = { relay: { fallback: false, roundTrip: 60, minRoundTrip: 10 } };

  test.each([
    ["all is well", seconds({}), undefined],
    ["nothing is known yet", [], undefined],
    ["nobody gets a larger picture", sending(narrow, two), { kind: "upload", amount: 300_000 }],
    ["copies of sound take the place", sending({ ...narrow, limitedBy: "loss" }, two), { kind: "upload" }],
    ["there is a queue before the relay", sending(narrow, queue), { kind: "upload" }],
    ["it may be either end", sending(narrow), { kind: "line", amount: 300_000 }],
    ["there is no camera", sending({ ...narrow, hasCamera: false }, two), undefined],
    ["there is nobody to send to", sending(narrow, { peers: [] }), undefined],
    ["it has only begun", sending({ ...narrow, reason: "ramp-up" }, two), undefined],
    ["the encoder does not keep up", sending({ limitedBy: "cpu" }), { kind: "cpu" }],
    [
      "the relay is far",
      seconds({ relay: { ...queue.relay, roundTrip: 400 } }),
      { kind: "far", amount: 400 },
    ],
    ["there is no UDP", seconds({ relay: { ...queue.relay, fallback: true } }), { kind: "fallback" }],
    [
      "everybody's packets are lost",
      peers({ loss: 0.1 }, { loss: 0.06 }),
      { kind: "download-loss", amount: 0.06 },
    ],
    ["one person's packets are lost", peers({ loss: 0.1 }, { loss: 0 }), undefined],
    [
      "what one sends is lost on the way to all",
      peers({ path: { bitrate: 1e6, loss: 0.05 } }, { path: { bitrate: 1e6, loss: 0.03 } }),
      { kind: "upload-loss", amount: 0.03 },
    ],
    ["it is lost on the way to one", peers({ path: { bitrate: 1e6, loss: 0.05 } }, {}), undefined],
  ] as const)("%s", (_name, window, expected) => {
    if (expected === undefined) expect(ownSymptom(window)).toBeUndefined();
    else expect(ownSymptom(window)).toMatchObject(expected);
  });

  test("a rate that grows is on its way, and no bottleneck", () => {
    const growing = [300, 340, 380, 430, 480].map((rate) =>
      sample({
        sending: sendingSample({ ...narrow, reason: "growing", targetBitrate: 1000 * rate }),
        ...two,
      }),
    );
    expect(ownSymptom(growing)).toBeUndefined();
  });
});

describe("at the end of another person", () => {
  test.each([
    ["all is well", peers({}), undefined],
    ["they are gone", seconds({ peers: [] }), undefined],
    ["packets from them are lost", peers({ loss: 0.05 }), { kind: "loss", amount: 0.05 }],
    ["everybody's packets are lost", peers({ loss: 0.05 }, { loss: 0.05 }), undefined],
    [
      "packets to them are lost",
      peers({ path: { bitrate: 1e6, loss: 0.04 } }, {}),
      { kind: "loss", amount: 0.04 },
    ],
    [
      "they take less than others",
      peers({ path: { bitrate: 2e5, loss: 0 } }, {}),
      { kind: "slow", amount: 2e5 },
    ],
    ["they take less than they could", peers({ path: { bitrate: 2e5, loss: 0 } }), undefined],
    ["their picture stands still", peers({ frozen: 250 }), { kind: "freezing" }],
    ["their sound has gaps", peers({ concealed: 0.08 }), { kind: "gaps" }],
    ["they are far away", peers({ roundTrip: 480 }), { kind: "far", amount: 480 }],
    ["their lips are late", peers({ skew: 250 }), { kind: "apart", amount: 250 }],
    [
      "their picture is small",
      peers({ picture: { width: 320, height: 180, frameRate: 15, codec: "VP8" } }),
      { kind: "small" },
    ],
    ["their camera is off", peers({ picture: undefined }), undefined],
  ] as const)("%s", (_name, window, expected) => {
    if (expected === undefined) expect(peerSymptom(window, "0")).toBeUndefined();
    else expect(peerSymptom(window, "0")).toMatchObject(expected);
  });
});

describe("what is said", () => {
  /** What stands there after each second. */
  function said(all: readonly Sample[]): (string | undefined)[] {
    const diagnosis = new Diagnosis();
    return all.map((_, index) => diagnosis.learn(all.slice(0, index + 1)).own?.kind);
  }

  const well = sample();
  const busy = sample({ sending: sendingSample({ limitedBy: "cpu" }) });
  const far = sample({ relay: { fallback: false, roundTrip: 500, minRoundTrip: 400 } });

  test("comes with the second bad second, and goes after six good ones", () => {
    const bad = Array.from({ length: 4 }, () => busy);
    const good = Array.from({ length: 7 }, () => well);
    const [none, cpu] = [undefined, "cpu"];
    const expected = [none, none, cpu, cpu, cpu, cpu, cpu, cpu, cpu, cpu, none, none];
    expect(said([well, ...bad, ...good])).toEqual(expected);
  });

  test("one bad second is not worth a word", () => {
    expect(said([well, busy, well, well, busy, well])).toEqual(Array(6).fill(undefined));
  });

  test("two things by turns do not make a sentence that jumps", () => {
    const turns = Array.from({ length: 20 }, (_, index) => (index % 4 < 2 ? busy : far));
    expect(new Set(said(turns).slice(1))).toEqual(new Set(["cpu"]));
  });

  test("what is graver takes the place of what was said, as soon as it is sure", () => {
    const bad = Array.from({ length: 3 }, () => busy);
    expect(said([far, far, ...bad, far, far])).toEqual([undefined, "far", "far", "cpu", "cpu", "cpu", "cpu"]);
  });

  test("a picture that stands still is said to, also where it is small", () => {
    const small = {
      picture: { ...peerSample("ann").picture, width: 320, height: 180 },
    } as Partial<PeerSample>;
    const second = (frozen: number) => sample({ peers: [peerSample("ann", { ...small, frozen })] });
    const diagnosis = new Diagnosis();
    const all = [0, 0, 0, 0, 0, 0, 900, 0, 0, 0, 0].map(second);
    const kinds = all.map((_, index) => diagnosis.learn(all.slice(0, index + 1)).peers.get("ann")?.kind);
    expect(kinds.slice(1, 6)).toEqual(Array(5).fill("small"));
    expect(kinds).toContain("freezing");
  });

  test("whatever happens, a sentence stands for six seconds at least, unless it gets worse", () => {
    const kinds = fc.array(fc.constantFrom(well, busy, far), { maxLength: 60 });
    fc.assert(
      fc.property(kinds, (all) => {
        const sentences = said(all);
        let since = Number.NEGATIVE_INFINITY;
        for (const [index, sentence] of sentences.entries()) {
          const before = sentences[index - 1];
          if (sentence === before) continue;
          const isWorse = before === "far" && sentence === "cpu";
          if (before !== undefined && !isWorse) expect(index - since).toBeGreaterThanOrEqual(6);
          since = index;
        }
      }),
    );
  });

  test("an amount changes when it has become another one", () => {
    const diagnosis = new Diagnosis();
    const amounts = [300, 310, 350, 420, 490, 700].map((roundTrip) => {
      const second = sample({ relay: { fallback: false, roundTrip, minRoundTrip: 10 } });
      return diagnosis.learn([second]).own?.amount;
    });
    expect(amounts).toEqual([undefined, 310, 310, 310, 310, 700]);
  });

  test("is forgotten of those who have left", () => {
    const diagnosis = new Diagnosis();
    const lossy = peers({ loss: 0.3 });
    for (const length of [1, 2, 3]) diagnosis.learn(lossy.slice(0, length));
    expect(diagnosis.learn(lossy).peers.get("0")?.kind).toBe("loss");
    expect(diagnosis.learn(seconds({ peers: [] })).peers.size).toBe(0);
    expect(diagnosis.learn(peers({})).peers.get("0")).toBeUndefined();
  });
});
