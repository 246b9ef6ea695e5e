import { locale } from "../strings.ts";

const units = ["byte", "kilobyte", "megabyte"] as const;

/** A size of a file as people say it: "1.4 MB". A megabyte is 1024 × 1024 bytes. */
export function bytesText(bytes: number): string {
  const rank = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const value = bytes / 1024 ** rank;
  return value.toLocaleString(locale, {
    style: "unit",
    unit: units[rank] ?? "byte",
    unitDisplay: rank === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}
