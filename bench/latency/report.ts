import type { Opening } from "../page/main.ts";
import { type Spread, spread } from "../spread.ts";
import type { Round } from "./rounds.ts";

/** All that one run has measured. */
export interface Results {
  readonly browser: string;
  readonly cameras: readonly { readonly name: string; readonly rounds: readonly Round[] }[];
  readonly openings: readonly Opening[];
}

type Delay = "glassToGlass" | "mouthToEar";

const WIDTHS = [16, 11, 9, 9, 12];

/** For people. */
export function table(results: Results): string {
  const lines = [
    "The app through its relay, and WebRTC peer to peer, by turns in one browser. Milliseconds.",
    `Chromium ${results.browser}`,
  ];
  for (const [delay, title] of [
    ["glassToGlass", "Glass to glass"],
    ["mouthToEar", "Mouth to ear"],
  ] as const) {
    lines.push("", row(title, "", "p50", "p95", ...(delay === "glassToGlass" ? ["pictures/s"] : [])));
    for (const { name, rounds } of results.cameras) lines.push(...comparison(name, rounds, delay));
  }
  lines.push("", row("Link opened", "", "p50", "p95"));
  lines.push(row("ready to join", "Kith", ...numbers(spread(results.openings.map((o) => o.untilReady)))));
  lines.push(row("first picture", "Kith", ...numbers(spread(results.openings.map((o) => o.untilPicture)))));
  return lines.join("\n");
}

/** For programs: the same, and what it was made from. */
export function json(results: Results): string {
  const cameras = results.cameras.map(({ name, rounds }) => ({
    name,
    glassToGlass: ratios(rounds, "glassToGlass"),
    mouthToEar: ratios(rounds, "mouthToEar"),
    rounds: rounds.map((round) => ({
      ...round,
      glassToGlass: spread(round.glassToGlass),
      mouthToEar: spread(round.mouthToEar),
    })),
  }));
  const openings = {
    untilReady: spread(results.openings.map((o) => o.untilReady)),
    untilPicture: spread(results.openings.map((o) => o.untilPicture)),
  };
  return JSON.stringify({ browser: results.browser, cameras, openings }, undefined, 2);
}

function comparison(name: string, rounds: readonly Round[], delay: Delay): string[] {
  const { kith, webRtc, ratio, pairs } = ratios(rounds, delay);
  const rate = (system: Round["system"]) =>
    delay === "glassToGlass"
      ? [mean(of(rounds, system).map((round) => round.picturesPerSecond)).toFixed(1)]
      : [];
  const shown = of(rounds, "WebRTC").at(-1);
  const size = shown && !name.startsWith(`${shown.width}×`) ? ` at ${shown.width}×${shown.height}` : "";
  return [
    row(name, "Kith", ...numbers(kith), ...rate("Kith")),
    row("", `WebRTC${size}`, ...numbers(webRtc), ...rate("WebRTC")),
    `${row("", "ratio", ratio.p50.toFixed(2), ratio.p95.toFixed(2))}   p50 by pair: ${pairs.map((pair) => pair.toFixed(2)).join(" ")}`,
  ];
}

/** How the two compare over all rounds, and in each pair of neighbours. */
function ratios(rounds: readonly Round[], delay: Delay) {
  const all = (system: Round["system"]) => spread(of(rounds, system).flatMap((round) => round[delay]));
  const [kith, webRtc] = [all("Kith"), all("WebRTC")];
  const theirs = of(rounds, "WebRTC");
  const pairs = of(rounds, "Kith").map(
    (ours, i) => spread(ours[delay]).p50 / spread(theirs[i]?.[delay] ?? []).p50,
  );
  return { kith, webRtc, ratio: { p50: kith.p50 / webRtc.p50, p95: kith.p95 / webRtc.p95 }, pairs };
}

function of(rounds: readonly Round[], system: Round["system"]): Round[] {
  return rounds.filter((round) => round.system === system);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function numbers({ p50, p95 }: Spread): string[] {
  return [p50.toFixed(1), p95.toFixed(1)];
}

function row(...[first = "", second = "", ...values]: string[]): string {
  const [name, system, ...widths] = WIDTHS;
  const cells = values.map((value, i) => value.padStart(widths[i] ?? 0));
  return `${first.padEnd(name ?? 0)}${second.padEnd(system ?? 0)}${cells.join("")}`;
}
