import type { DeviceStatus } from "./devices-state.ts";

/** What is looked at, in the order in which it is shown. */
export const checkLines = ["connection", "roundTrip", "encoder", "camera", "microphone", "speaker"] as const;

export type CheckLine = (typeof checkLines)[number];

/** good: as it should be · fair: a call works, not at its best · poor: a call will not work. */
export type Verdict = "good" | "fair" | "poor";

/** Why a device does not deliver. */
export type DeviceProblem = Exclude<DeviceStatus, "on" | "opening">;

/** All that can be found out about each line. unknown: it could not be found out in time. */
export interface CheckFindings {
  /** Nothing but UDP is as quick; websocket is for where that is blocked. */
  readonly connection: "udp" | "websocket" | "unreachable";
  readonly roundTrip: "near" | "noticeable" | "far" | "unknown";
  /** large: more than cameras are asked for is encoded in time · usual: what they are · slow: not even that. */
  readonly encoder: "large" | "usual" | "slow" | "none" | "unknown";
  /** waiting: nobody has answered the browser's question · dark: it delivers no pictures. */
  readonly camera: "works" | "dark" | "waiting" | DeviceProblem;
  readonly microphone: "works" | "silent" | "waiting" | DeviceProblem;
  readonly speaker: "heard" | "unheard";
}

/** How far one line has come. */
export type CheckResult<Line extends CheckLine> =
  | { readonly verdict: undefined }
  | {
      readonly verdict: Verdict;
      readonly finding: CheckFindings[Line];
      /** Milliseconds of a round trip. */
      readonly amount?: number;
    };

/** The whole check; a new object with every change. */
export interface CheckState {
  readonly lines: { readonly [Line in CheckLine]: CheckResult<Line> };
  /** Of all lines together; undefined while something is still being looked at. Nobody has to listen to the speaker. */
  readonly overall: Verdict | undefined;
}

/** All that is not fair. Whoever has no camera can still be in a call, and see the others. */
const verdicts: { readonly [Line in CheckLine]: Partial<Record<CheckFindings[Line], Verdict>> } = {
  connection: { udp: "good", unreachable: "poor" },
  roundTrip: { near: "good" },
  encoder: { large: "good", usual: "good", none: "poor" },
  camera: { works: "good" },
  microphone: {
    works: "good",
    missing: "poor",
    refused: "poor",
    blocked: "poor",
    busy: "poor",
    lost: "poor",
  },
  speaker: { heard: "good" },
};

export function verdictOf<Line extends CheckLine>(line: Line, finding: CheckFindings[Line]): Verdict {
  return verdicts[line][finding] ?? "fair";
}

/** The worst of them decides. */
export function overallOf(lines: CheckState["lines"]): Verdict | undefined {
  const found = checkLines.map((line) => lines[line].verdict);
  if (found.includes("poor")) return "poor";
  const isOver = checkLines.every((line) => line === "speaker" || lines[line].verdict !== undefined);
  if (!isOver) return undefined;
  return found.includes("fair") ? "fair" : "good";
}
