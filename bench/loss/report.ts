import type { Spread } from "../spread.ts";
import { spread } from "../spread.ts";
import type { SystemName } from "../stand/calls.ts";
import type { Round } from "./round.ts";
import type { Row } from "./rows.ts";
import type { StepFigures } from "./step.ts";
import { compare, type Summary, summarise, type Verdict } from "./summary.ts";

/** All that one run has measured. */
export interface Results {
  readonly browser: string;
  readonly leg: "up" | "down";
  readonly rows: readonly { readonly row: Row; readonly rounds: readonly Round[] }[];
}

type Cell = readonly [title: string, width: number, text: (summary: Summary) => string];

const columns: readonly Cell[] = [
  ["glass p50/p95", 15, ({ glassToGlass }) => milliseconds(glassToGlass)],
  ["mouth p50/p95", 15, ({ mouthToEar }) => milliseconds(mouthToEar)],
  ["frozen", 10, ({ frozen }) => percent(frozen)],
  ["concealed", 11, ({ concealed }) => (concealed === undefined ? "n/a" : percent(concealed))],
  ["silent", 9, ({ silent }) => percent(silent)],
  ["clicks", 9, ({ clicksHeard }) => percent(clicksHeard, 0)],
  ["pict./s", 9, ({ picturesPerSecond }) => picturesPerSecond.toFixed(1)],
  ["size", 11, ({ width, height }) => `${width}×${height}`],
  ["Mb/s", 7, ({ forwardRate }) => megabits(forwardRate)],
  ["back", 7, ({ backwardRate }) => megabits(backwardRate)],
  ["lost", 8, ({ lost }) => percent(lost, 1)],
  ["load", 6, ({ load }) => load.toFixed(1)],
];

/** For people; with `explained`, also what each system says of its first call. */
export function table({ browser, leg, rows }: Results, explained: boolean): string {
  const ours = leg === "up" ? "from the speaker to the relay" : "from the relay to the listener";
  const lines = [
    `The app with the leg ${ours} in the shaper, and WebRTC peer to peer with the whole way in it, by turns in one browser.`,
    "Round trip 50 ms, loss both ways. WebRTC: jitterBufferTarget 0, redundant sound (RFC 2198), NACK and RTX as Chrome has them.",
    "Latencies in milliseconds; lost: by the shaper, to the listener; load: processes that wanted to run.",
    `Chromium ${browser}`,
    "",
    line("", "", ...columns.map(([title, width]) => title.padStart(width))),
  ];
  for (const { row, rounds } of rows) {
    lines.push(...rowLines(row, rounds));
    if (explained) lines.push(...explanations(rounds));
  }
  return lines.join("\n");
}

/** For programs: the same, and each round that it was made from. */
export function json(results: Results): string {
  const rows = results.rows.map(({ row, rounds }) => {
    const [kith, webRtc] = both(rounds);
    return {
      ...row,
      kith: forPrograms(kith),
      webRtc: forPrograms(webRtc),
      ratio: ratios(kith, webRtc),
      noWorse: compare(kith, webRtc),
      rounds: rounds.map(({ glassToGlass, mouthToEar, step, ...round }) => ({
        ...round,
        glassToGlass: spread(glassToGlass),
        mouthToEar: spread(mouthToEar),
      })),
    };
  });
  return JSON.stringify({ ...results, rows }, undefined, 2);
}

function rowLines(row: Row, rounds: readonly Round[]): string[] {
  const [kith, webRtc] = both(rounds);
  const ratio = ratios(kith, webRtc);
  const lines = ["", systemLine(row.title, "Kith", kith), systemLine("", "WebRTC", webRtc)];
  const times = [ratio.glassToGlass.p50, ratio.glassToGlass.p95, ratio.mouthToEar.p50, ratio.mouthToEar.p95];
  const [glass50, glass95, mouth50, mouth95] = times.map((value) => value.toFixed(2));
  lines.push(
    line("", "ratio", `${glass50} / ${glass95}`.padStart(15), `${mouth50} / ${mouth95}`.padStart(15)),
  );
  lines.push(line("", "", `  ${sentence(compare(kith, webRtc))}`));
  for (const [name, { steps }] of [["Kith", kith] as const, ["WebRTC", webRtc] as const]) {
    for (const step of steps) lines.push(line("", name, `  ${stepSentence(step)}`));
  }
  return lines;
}

function explanations(rounds: readonly Round[]): string[] {
  return rounds
    .slice(0, 2)
    .map(({ system, description }) => line("", system, `  ${JSON.stringify(description, rounded)}`));
}

function both(rounds: readonly Round[]): [kith: Summary, webRtc: Summary] {
  return [summarise(rounds, "Kith" satisfies SystemName), summarise(rounds, "WebRTC" satisfies SystemName)];
}

function ratios(kith: Summary, webRtc: Summary) {
  const ratio = (delay: "glassToGlass" | "mouthToEar"): Spread => ({
    p50: kith[delay].p50 / webRtc[delay].p50,
    p95: kith[delay].p95 / webRtc[delay].p95,
  });
  return { glassToGlass: ratio("glassToGlass"), mouthToEar: ratio("mouthToEar") };
}

function forPrograms({ steps, ...summary }: Summary) {
  return {
    ...summary,
    steps: steps.map(({ lowQueues, ...step }) => ({ ...step, lowQueue: spread(lowQueues) })),
  };
}

function sentence(verdict: Verdict): string {
  const measures = Object.entries(verdict);
  const worse = measures.filter(([, isNoWorse]) => !isNoWorse).map(([measure]) => measure);
  return worse.length === 0 ? "no worse in frozen, concealed, latency p95" : `worse in ${worse.join(", ")}`;
}

function rounded(_name: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(4)) : value;
}

function stepSentence({ rates, drained, lowQueues, usedCapacity, usedAsBefore }: StepFigures): string {
  const queue = spread(lowQueues);
  return [
    `Mb/s before, low, after: ${rates.map(megabits).join(", ")}`,
    `queue gone after ${seconds(drained)}, while low p50/p95 ${milliseconds(queue)} ms`,
    `90 % of capacity after ${seconds(usedCapacity)}, of what was used before after ${seconds(usedAsBefore)}`,
  ].join("; ");
}

function systemLine(title: string, name: SystemName, summary: Summary): string {
  return line(title, name, ...columns.map(([, width, text]) => text(summary).padStart(width)));
}

function line(title: string, name: string, ...cells: string[]): string {
  return `${title.padEnd(24)}${name.padEnd(8)}${cells.join("")}`.trimEnd();
}

function milliseconds({ p50, p95 }: Spread): string {
  return `${p50.toFixed(0)} / ${p95.toFixed(0)}`;
}

function percent(share: number, digits = 2): string {
  return `${(share * 100).toFixed(digits)} %`;
}

function megabits(rate: number): string {
  return (rate / 1e6).toFixed(2);
}

function seconds(time: number | undefined): string {
  return time === undefined ? "never" : `${(time / 1_000).toFixed(1)} s`;
}
