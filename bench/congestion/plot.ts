import { BIN, type FlowRecord } from "./recorder.ts";
import type { CaseResult } from "./run-case.ts";

const COLUMN = { width: 560, left: 50, gap: 70 } as const;
const RATE = { top: 50, height: 200 } as const;
const QUEUE = { top: 290, height: 120 } as const;
const HEIGHT = 450;
/** Rates are means over so many bins. */
const SMOOTHING = 5;
const COLOURS = ["#0b6bcb", "#c2410c", "#15803d", "#7e22ce", "#a16207"];
const OTHERS = "#94a3b8";

interface Panel {
  readonly left: number;
  readonly top: number;
  readonly height: number;
  /** The value at the top. */
  readonly most: number;
  readonly duration: number;
}

/** One picture: rates above, the queue below, one column for each result of the same case. SVG. */
export function plot(results: readonly (readonly [name: string, result: CaseResult])[]): string {
  const width = results.length * (COLUMN.width + COLUMN.gap) + COLUMN.left;
  const columns = results.map(([name, result], i) =>
    column(name, result, COLUMN.left + i * (COLUMN.width + COLUMN.gap)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<title>${results[0]?.[1].testCase.name ?? ""}: rates above, queue below</title>`,
    `<rect width="${width}" height="${HEIGHT}" fill="#fff"/>`,
    ...columns,
    "</svg>\n",
  ].join("\n");
}

function column(name: string, { testCase, media, tcp }: CaseResult, left: number): string {
  const { duration } = testCase;
  const mostCapacity = Math.max(...testCase.forward.map(({ bitrate }) => bitrate));
  const rate: Panel = { left, ...RATE, most: 1.1 * mostCapacity, duration };
  const queue: Panel = { left, ...QUEUE, most: testCase.queueTime, duration };
  const capacity = bins(duration).map(
    (bin) => testCase.forward.findLast(({ from }) => from <= bin * BIN)?.bitrate ?? 0,
  );
  const there = media.filter(({ plan }) => plan.isBackwards === undefined).map(({ record }) => record);
  const waits = bins(duration).map((bin) => Math.max(0, ...there.map((flow) => flow.longestWait[bin] ?? 0)));
  return [
    `<text x="${left}" y="20" font-weight="bold">${testCase.name} ${testCase.title}: ${name}</text>`,
    frame(rate, "Mb/s", 1e6),
    line(rate, capacity, "#111", 1.5, "4 3"),
    ...tcp.map((flow) => line(rate, smoothed(flow, duration), OTHERS, 1)),
    ...there.map((flow, i) =>
      line(rate, smoothed(flow, duration), COLOURS[i % COLOURS.length] ?? OTHERS, 1.3),
    ),
    frame(queue, "queue, ms", 1),
    line(queue, waits, "#b91c1c", 1),
  ].join("\n");
}

function frame({ left, top, height, most, duration }: Panel, unit: string, scale: number): string {
  const bottom = top + height;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const x = left + share * COLUMN.width;
    return `<text x="${x}" y="${bottom + 14}" text-anchor="middle">${(share * duration) / 1000} s</text>`;
  });
  return [
    `<rect x="${left}" y="${top}" width="${COLUMN.width}" height="${height}" fill="none" stroke="#cbd5e1"/>`,
    `<text x="${left}" y="${top - 6}">${unit}</text>`,
    `<text x="${left - 4}" y="${top + 10}" text-anchor="end">${Math.round((10 * most) / scale) / 10}</text>`,
    `<text x="${left - 4}" y="${bottom}" text-anchor="end">0</text>`,
    ...ticks,
  ].join("\n");
}

function line(
  panel: Panel,
  values: readonly number[],
  colour: string,
  width: number,
  dashes = "none",
): string {
  const points = values.map((value, bin) => {
    const x = panel.left + ((bin * BIN) / panel.duration) * COLUMN.width;
    const y = panel.top + panel.height * (1 - Math.min(1, value / panel.most));
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return `<polyline points="${points.join(" ")}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-dasharray="${dashes}"/>`;
}

function smoothed(flow: FlowRecord, duration: number): number[] {
  return bins(duration).map((bin) => flow.rateBetween((bin - SMOOTHING) * BIN, bin * BIN));
}

function bins(duration: number): number[] {
  return Array.from({ length: duration / BIN }, (_, bin) => bin);
}
