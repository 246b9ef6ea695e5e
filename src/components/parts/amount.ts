import { locale } from "../strings.ts";

/* Quantities with their units, as one writes them in the language of the words around them. */

/** Bits per second: "840 kb/s", "1.2 Mb/s". */
export function bitrateText(bitsPerSecond: number): string {
  return bitsPerSecond < 999_500
    ? withUnit(bitsPerSecond / 1000, "kilobit-per-second", 0)
    : withUnit(bitsPerSecond / 1e6, "megabit-per-second", 1);
}

/** "24 ms". */
export function millisecondsText(milliseconds: number): string {
  return withUnit(milliseconds, "millisecond", 0);
}

/** Of a share from 0 to 1: "5%", and below one percent "0.4%". */
export function percentText(share: number): string {
  const digits = share > 0 && share < 0.00995 ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: digits }).format(share);
}

export function countText(count: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0, useGrouping: false }).format(count);
}

function withUnit(value: number, unit: string, digits: number): string {
  const style = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(locale, style).format(value);
}
