import { expect, test } from "vitest";
import { installationByHand } from "../../../src/app/system/installing.ts";

test.each([
  ["Apple Computer, Inc.", 5, "by-hand-on-phone"],
  ["Apple Computer, Inc.", 0, "by-hand-on-desk"],
  ["Google Inc.", 10, "none"],
  ["", 0, "none"],
])("a browser of %j with %i touch points is installed: %s", (vendor, maxTouchPoints, how) => {
  expect(installationByHand({ vendor, maxTouchPoints })).toBe(how);
});
