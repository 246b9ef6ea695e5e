import fc from "fast-check";
import { expect, test } from "vitest";
import { browserOf } from "../../../src/app/browser.ts";
import { diagnosticsFile } from "../../../src/app/diagnostics.ts";
import { callState, deviceState, inviteState, participant } from "../../fakes/states.ts";
import { peerSample, sample, statisticsState } from "../../fakes/statistics.ts";

const chrome =
  "Mozilla/5.0 (Linux; Android 14; SM-G991B Build/UP1A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.7412.33 Mobile Safari/537.36";
const now = Date.UTC(2026, 10, 3, 12, 30);

/** Every string in the value that is not the name of a field. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** All that a file may say in words. */
const words = new Set([
  ...[
    "kith-diagnostics-1",
    "2026-11-03T12:30:00.000Z",
    "Chrome",
    "156",
    "Android",
    "entering",
    "active",
    "on",
    "none",
  ],
  ...["unused", "H.264", "loss"],
]);

test("a file says what happened, second by second, and how it was judged", () => {
  const statistics = statisticsState(["ab12/1", "cd34/2"], () => ({
    peers: [peerSample("ab12/1", { loss: 0.1234567 }), peerSample("cd34/2")],
  }));
  const file = JSON.parse(diagnosticsFile({ statistics, call: callState(), userAgent: chrome, now }));
  expect(file.seconds).toHaveLength(61);
  expect(file.seconds[60]).toMatchObject({ time: 60, sending: { reason: "unused", limitedBy: "none" } });
  expect(file.seconds[60].people[0]).toMatchObject({ person: 1, loss: 0.123, picture: { width: 640 } });
  expect(file.findings).toEqual({
    own: "none",
    people: [
      { person: 1, finding: "loss" },
      { person: 2, finding: "none" },
    ],
  });
  expect(file.browser).toEqual({ name: "Chrome", version: "156", system: "Android" });
  expect(file.camera).toEqual({ status: "on", choices: 2 });
});

test("nothing in it tells who was in the call, where, or with what", () => {
  const secret = fc.string({ minLength: 3 }).map((text) => `secret-${text}`);
  fc.assert(
    fc.property(secret, fc.uniqueArray(secret, { minLength: 1, maxLength: 4 }), (text, ids) => {
      const call = callState({
        name: text,
        invite: inviteState({ link: `https://kith.example/join#${text}` }),
        participants: ids.map((id) => participant(text, { id, fingerprint: text })),
        devices: deviceState({
          cameras: [{ id: text, label: text }],
          cameraId: text,
          microphones: [{ id: text, label: text }],
          microphoneId: text,
        }),
      });
      const statistics = statisticsState(ids, () => ({}), 3);
      const file = diagnosticsFile({ statistics, call, userAgent: `${chrome} ${text}`, now });
      expect(file).not.toContain("secret-");
      expect(file).not.toContain("SM-G991B");
      expect(stringsIn(JSON.parse(file)).filter((word) => !words.has(word))).toEqual([]);
    }),
  );
});

test("what is added to a second later stays out until somebody lets it in", () => {
  const strange = { ...peerSample("ab12"), name: "Ann", fingerprint: "ab12", address: "192.0.2.1" };
  const second = { ...sample({ peers: [strange] }), room: "ab12" };
  const statistics = { samples: [second], findings: { own: undefined, peers: new Map() } };
  const file = diagnosticsFile({ statistics, call: callState(), userAgent: chrome, now });
  for (const trace of ["Ann", "ab12", "192.0.2.1"]) expect(file).not.toContain(trace);
});

test("people keep their numbers when others leave", () => {
  const statistics = {
    samples: [
      sample({ peers: [peerSample("ann"), peerSample("bob")] }),
      sample({ peers: [peerSample("bob")] }),
      sample({ peers: [peerSample("bob"), peerSample("cleo")] }),
    ],
    findings: { own: undefined, peers: new Map() },
  };
  const file = JSON.parse(diagnosticsFile({ statistics, call: callState(), userAgent: chrome, now }));
  const numbers = file.seconds.map(({ people }: { people: { person: number }[] }) =>
    people.map(({ person }) => person),
  );
  expect(numbers).toEqual([[1, 2], [2], [2, 3]]);
});

test.each([
  [chrome, { name: "Chrome", version: "156", system: "Android" }],
  [
    "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    { name: "Firefox", system: "Linux" },
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.4 Safari/605.1.15",
    { name: "Safari", version: "26", system: "macOS" },
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
    { name: "Edge", system: "Windows" },
  ],
  ["curl/8", { name: "other", version: "", system: "other" }],
])("a browser is its kind and first number: %s", (userAgent, expected) => {
  expect(browserOf(userAgent)).toMatchObject(expected);
});
