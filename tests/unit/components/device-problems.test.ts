import { expect, test } from "vitest";
import { consequence, problemTexts } from "../../../src/components/parts/device-problems.ts";
import { speakOfAll } from "../../../src/components/strings.ts";
import { deviceState, refusedDevices } from "../../fakes/states.ts";

await speakOfAll();

test("devices that work, open or were turned off are no problem", () => {
  for (const status of ["on", "off", "opening"] as const) {
    const devices = deviceState({ camera: status, microphone: status });
    expect(problemTexts(devices)).toEqual([]);
    expect(consequence(devices, "stillJoin")).toBeUndefined();
  }
});

test("one cause of both is one sentence, two causes are two", () => {
  expect(problemTexts(refusedDevices).map(({ what }) => what)).toEqual([
    "Kith may not use your camera and microphone.",
  ]);
  const devices = deviceState({ camera: "busy", microphone: "missing" });
  expect(problemTexts(devices).map(({ what }) => what)).toEqual([
    "Another program is using your camera.",
    "No microphone found.",
  ]);
});

test.each(["missing", "refused", "busy", "lost"] as const)(
  "for a camera that is %s it says what to do",
  (camera) => {
    const [problem] = problemTexts(deviceState({ camera }));
    expect(problem?.remedy).toMatch(/try again/);
  },
);

test("the consequence names what the others miss", () => {
  expect(consequence(refusedDevices, "stillJoin")).toMatch(/watch and listen/);
  expect(consequence(deviceState({ camera: "lost" }), "inCall")).toMatch(/hear you but do not see you/);
  expect(consequence(deviceState({ microphone: "lost" }), "inCall")).toMatch(/see you but do not hear you/);
});
