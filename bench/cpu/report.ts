import type { SystemName } from "../stand/calls.ts";

/** One call. Processor seconds per second of call. */
export interface Round {
  readonly system: SystemName;
  /** Both ends, with all processes of the browser. */
  readonly browser: number;
  /** Nothing where there is none. */
  readonly relay: number;
  /** Shown just after the measuring, so that it is known what the time was spent on. */
  readonly picturesPerSecond: number;
}

export interface Results {
  readonly browser: string;
  readonly rounds: readonly Round[];
}

/** For people. */
export function table({ browser, rounds }: Results): string {
  const [kith, webRtc] = [mean(rounds, "Kith"), mean(rounds, "WebRTC")];
  return [
    "A call at 1280×720, 30/s: processor seconds per second, both ends together. By turns in one browser.",
    `Chromium ${browser}`,
    "",
    row("", "browser", "relay", "together", "pictures/s"),
    row("Kith", ...numbers(kith)),
    row("WebRTC", ...numbers(webRtc)),
    row("ratio", (kith.browser / webRtc.browser).toFixed(2), "", (total(kith) / total(webRtc)).toFixed(2)),
  ].join("\n");
}

/** For programs. */
export function json(results: Results): string {
  const [kith, webRtc] = [mean(results.rounds, "Kith"), mean(results.rounds, "WebRTC")];
  return JSON.stringify({ ...results, kith, webRtc, ratio: total(kith) / total(webRtc) }, undefined, 2);
}

type Figures = Omit<Round, "system">;

function mean(rounds: readonly Round[], system: SystemName): Figures {
  const own = rounds.filter((round) => round.system === system);
  const of = (name: keyof Figures) => own.reduce((sum, round) => sum + round[name], 0) / own.length;
  return { browser: of("browser"), relay: of("relay"), picturesPerSecond: of("picturesPerSecond") };
}

function total({ browser, relay }: Figures): number {
  return browser + relay;
}

function numbers(figures: Figures): string[] {
  const { browser, relay, picturesPerSecond } = figures;
  return [browser.toFixed(2), relay.toFixed(2), total(figures).toFixed(2), picturesPerSecond.toFixed(1)];
}

function row(name: string, ...values: string[]): string {
  return `${name.padEnd(8)}${values.map((value) => value.padStart(12)).join("")}`.trimEnd();
}
