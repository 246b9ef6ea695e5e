import { expect, test } from "vitest";
import { Flow, mediaFlows } from "../../../../src/transport/wire/flows.ts";
import { wishesFor } from "../../../../src/workers/engine/data-use.ts";

test("whoever saves nothing sends and asks for all there is", () => {
  expect(wishesFor("full")).toEqual({ ceiling: Number.POSITIVE_INFINITY, flows: mediaFlows, maxLayer: 7 });
});

test("who saves data sends little, and asks for fewer pictures of everything", () => {
  const { ceiling, flows, maxLayer } = wishesFor("saver");
  expect(ceiling).toBeLessThanOrEqual(300_000);
  expect(flows).toEqual(mediaFlows);
  expect(maxLayer).toBeLessThan(7);
});

test("who wants sound only asks for no pictures", () => {
  expect(wishesFor("sound").flows).toEqual([Flow.audio]);
});
