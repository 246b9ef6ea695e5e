import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Bytes } from "../../../src/trust/bytes.ts";
import type { Fingerprint } from "../../../src/trust/fingerprint.ts";
import { createHandoff, handoffKey, handoffLink, parseHandoffLink } from "../../../src/trust/handoff.ts";
import { createInvite, inviteLink, parseInviteLink } from "../../../src/trust/invite.ts";

const ORIGIN = "https://kith.example";
const now = Date.UTC(2026, 10, 3, 12, 0, 0, 500);
const from = new Uint8Array(32).fill(7) as Bytes as Fingerprint;

test("a link says what it was made of, and for how long", () => {
  const handoff = createHandoff(from, now);
  expect(handoff.expiresAt - now).toBeGreaterThanOrEqual(120_000);
  expect(handoff.expiresAt - now).toBeLessThan(121_000);
  const link = handoffLink(ORIGIN, handoff, "Ada\u202e");
  expect(new URL(link).pathname).toBe("/move");
  expect(parseHandoffLink(link, ORIGIN)).toEqual({ handoff, name: "Ada" });
});

test("no two are alike, and each leads to a key of its own", async () => {
  const [one, other] = [createHandoff(from, now), createHandoff(from, now)];
  expect(one.secret).not.toEqual(other.secret);
  expect(one.room).not.toEqual(other.room);
  const key = await handoffKey(one);
  expect(key).toEqual(await handoffKey(one));
  expect(key).not.toEqual(await handoffKey({ ...one, secret: other.secret }));
  expect(key).not.toEqual(await handoffKey({ ...one, room: other.room }));
});

test("an invite hands nothing over, and a handoff invites nobody", () => {
  const invite = inviteLink(ORIGIN, createInvite(from, { expiresAt: undefined, uses: 0, guestsTalk: true }));
  const link = handoffLink(ORIGIN, createHandoff(from, now), "Ada");
  expect(parseHandoffLink(invite.replace("/join", "/move"), ORIGIN)).toBeUndefined();
  expect(parseInviteLink(link.replace("/move", "/join"), ORIGIN)).toBeUndefined();
  expect(parseHandoffLink(link, "https://other.example")).toBeUndefined();
});

test("anything else is no link, whatever it is", () => {
  const link = handoffLink(ORIGIN, createHandoff(from, now), "Ada");
  const cut = fc.integer({ min: 0, max: link.length - 2 }).map((length) => link.slice(0, length));
  const garbage = fc.string().map((text) => `${ORIGIN}/move#${text}`);
  void fc.assert(
    fc.property(fc.oneof(fc.string(), garbage, cut), (text) => {
      expect(parseHandoffLink(text, ORIGIN)).toBeUndefined();
    }),
  );
});
