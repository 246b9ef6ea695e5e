import type { DeviceState } from "../../app/devices-state.ts";
import { strings } from "../strings.ts";
import { problemOf } from "./device-status.ts";

export interface ProblemText {
  readonly what: string;
  readonly remedy: string;
}

type Problem = NonNullable<ReturnType<typeof problemOf>>;

/** What is wrong with one's own devices, in sentences: one where camera and microphone share the cause, else one each. */
export function problemTexts(devices: DeviceState): readonly ProblemText[] {
  const camera = problemOf(devices.camera);
  const microphone = problemOf(devices.microphone);
  if (camera !== undefined && camera === microphone) return [text(camera, "both")];
  return [
    ...(camera === undefined ? [] : [text(camera, "camera")]),
    ...(microphone === undefined ? [] : [text(microphone, "microphone")]),
  ];
}

/** What works all the same, before or in a call; undefined when nothing is wrong. */
export function consequence(devices: DeviceState, place: "stillJoin" | "inCall"): string | undefined {
  const camera = problemOf(devices.camera) !== undefined;
  const microphone = problemOf(devices.microphone) !== undefined;
  const sentences = strings.deviceProblem[place];
  if (camera && microphone) return sentences.both;
  if (camera) return sentences.camera;
  return microphone ? sentences.microphone : undefined;
}

function text(problem: Problem, subject: "camera" | "microphone" | "both"): ProblemText {
  const { what, remedy } = strings.deviceProblem[problem];
  return { what: what[subject], remedy };
}
