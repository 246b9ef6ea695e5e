import type { Measures } from "./measure.ts";
import type { CaseSummary, Spread } from "./summary.ts";

interface Column {
  readonly title: string;
  readonly measure: keyof Measures;
  readonly scale?: number;
  readonly digits: number;
}

const columns: readonly Column[] = [
  { title: "used %", measure: "utilisation", scale: 100, digits: 1 },
  { title: "media %", measure: "mediaShare", scale: 100, digits: 0 },
  { title: "queue p50", measure: "queueP50", digits: 0 },
  { title: "p95", measure: "queueP95", digits: 0 },
  { title: "p99", measure: "queueP99", digits: 0 },
  { title: "frame p50", measure: "frameP50", digits: 0 },
  { title: "p95", measure: "frameP95", digits: 0 },
  { title: "lost %", measure: "loss", scale: 100, digits: 2 },
  { title: "fair", measure: "fairness", digits: 2 },
  { title: "recover s", measure: "recovery", digits: 1 },
  { title: "drain s", measure: "drain", digits: 1 },
  { title: "min s", measure: "starved", digits: 1 },
];

/** For people: the mean over the seeds, and the range in brackets. Markdown. */
export function table(summaries: readonly CaseSummary[]): string {
  const rows = [
    ["case", "control", ...columns.map(({ title }) => title)],
    ...summaries.map(({ testCase, control, spread }) => [
      testCase.name,
      control,
      ...columns.map((column) => cell(spread[column.measure], column)),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const lines = rows.map((row) => `| ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ")} |`);
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

/** For programs: the same, seed by seed. What does not apply is null. */
export function json(summaries: readonly CaseSummary[]): string {
  const named = summaries.map(({ testCase, ...rest }) => ({
    case: testCase.name,
    title: testCase.title,
    ...rest,
  }));
  return JSON.stringify(named, undefined, 2);
}

function cell({ mean, min, max }: Spread, { scale = 1, digits }: Column): string {
  if (Number.isNaN(mean)) return "";
  const text = (value: number) => (Number.isFinite(value) ? (value * scale).toFixed(digits) : "never");
  const [low, high] = [text(min), text(max)];
  return low === high ? text(mean) : `${text(mean)} (${low}–${high})`;
}
