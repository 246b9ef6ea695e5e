import { expect, test } from "vitest";
import { qrPath } from "../../../src/components/parts/qr-path.ts";

test("each run of dark cells in a row is one rectangle", () => {
  const rows = ["#.##", "....", "####"].map((row) => [...row].map((cell) => cell === "#"));
  expect(qrPath(rows)).toBe("M0 0h1v1h-1zM2 0h2v1h-2zM0 2h4v1h-4z");
});
