import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fingerprint } from "../../../src/trust/fingerprint.ts";
import {
  callKey,
  createInvite,
  type Invite,
  type InviteTerms,
  inviteKey,
  inviteLink,
  parseInviteLink,
} from "../../../src/trust/invite.ts";
import { INVITE_PATH } from "../../../src/trust/link-paths.ts";

const ORIGIN = "https://kith.example";
const counting = (length: number, from = 0) => Uint8Array.from({ length }, (_, i) => from + i);
const [room, secret] = [counting(16), counting(16, 100)];
const inviter = counting(32, 200) as Fingerprint;
const bounded: InviteTerms = { expiresAt: 1_800_000_000_000, uses: 3, guestsTalk: false };
const boundless: InviteTerms = { expiresAt: undefined, uses: 0, guestsTalk: true };
const invite: Invite = { room, secret, inviter, ...bounded };
const good = inviteLink(ORIGIN, invite);
/** What the fragment of a link says, as far as nothing is changed. */
const fields = { v: 2, r: room, s: secret, f: inviter };
const linkOf = (value: unknown) =>
  `${ORIGIN}${INVITE_PATH}#${Buffer.from(encode(value)).toString("base64url")}`;
const linkOfBytes = (...bytes: number[]) =>
  `${ORIGIN}${INVITE_PATH}#${Buffer.from(bytes).toString("base64url")}`;

const anyBytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Uint8Array.from(bytes));
const anyInvite: fc.Arbitrary<Invite> = fc.record({
  room: anyBytes(16),
  secret: anyBytes(16),
  inviter: anyBytes(32).map((bytes) => bytes as Fingerprint),
  expiresAt: fc.option(
    fc.integer({ min: 1, max: 8.64e12 }).map((seconds) => seconds * 1000),
    { nil: undefined },
  ),
  uses: fc.nat({ max: 1000 }),
  guestsTalk: fc.boolean(),
});

test("a link leads back to its invite, whatever that says", () => {
  fc.assert(
    fc.property(anyInvite, (any) => {
      expect(parseInviteLink(inviteLink(ORIGIN, any), ORIGIN)).toEqual(any);
    }),
  );
});

test("everything stands in the fragment, and nothing where a server sees it", () => {
  const url = new URL(good);
  expect(url.hash.slice(1)).toMatch(/^[A-Za-z0-9_-]+$/);
  url.hash = "";
  expect(url.href).toBe("https://kith.example/join");
});

test("no two invites are to the same room, or under the same secret", () => {
  const invites = Array.from({ length: 1000 }, () => createInvite(inviter, boundless));
  expect(new Set(invites.map((one) => one.room.join())).size).toBe(1000);
  expect(new Set(invites.map((one) => one.secret.join())).size).toBe(1000);
  expect(invites[0]?.room).toHaveLength(16);
  expect(invites[0]?.secret).toHaveLength(16);
});

test("an invite is renewed for the same room, and the old secret is no good for it", () => {
  const first = createInvite(inviter, bounded);
  const renewed = createInvite(inviter, boundless, first.room);
  expect(renewed).toMatchObject({ room: first.room, inviter, ...boundless });
  expect(renewed.secret).not.toEqual(first.secret);
});

test("an invite that expires within a second expires with it: links count in seconds", () => {
  const created = createInvite(inviter, { ...bounded, expiresAt: 1_800_000_000_001 });
  expect(created.expiresAt).toBe(1_800_000_001_000);
  expect(parseInviteLink(inviteLink(ORIGIN, created), ORIGIN)).toEqual(created);
});

test("fields of a later version are ignored, another version is not", () => {
  const plain = { room, secret, inviter, ...boundless };
  expect(parseInviteLink(linkOf({ ...fields, m: ["more"], n: room }), ORIGIN)).toEqual(plain);
  expect(parseInviteLink(linkOf({ ...fields, v: 3 }), ORIGIN)).toBeUndefined();
  expect(parseInviteLink(linkOf({ ...fields, v: 1 }), ORIGIN)).toBeUndefined();
});

describe("the key of an invite", () => {
  const hex = async (one: Invite) => Buffer.from(await inviteKey(one)).toString("hex");

  test("is the same for whoever has the link", async () => {
    await fc.assert(
      fc.asyncProperty(anyInvite, async (any) => {
        const read = parseInviteLink(inviteLink(ORIGIN, any), ORIGIN) as Invite;
        expect(await hex(read)).toBe(await hex(any));
      }),
      { numRuns: 50 },
    );
  });

  test.each<[keyof Invite, Partial<Invite>]>([
    ["room", { room: counting(16, 1) }],
    ["secret", { secret: counting(16, 1) }],
    ["inviter", { inviter: counting(32, 1) as Fingerprint }],
    ["expiresAt", { expiresAt: 1_800_000_001_000 }],
    ["expiresAt", { expiresAt: undefined }],
    ["uses", { uses: 4 }],
    ["uses", { uses: 0 }],
    ["guestsTalk", { guestsTalk: true }],
  ])("is another one when the %s was changed (%#)", async (_, change) => {
    const key = await inviteKey(invite);
    expect(key).toHaveLength(32);
    expect(await inviteKey({ ...invite, ...change })).not.toEqual(key);
  });

  test("is not that of a call without an invite, in the same room with the same secret", async () => {
    expect(await callKey(secret, room)).not.toEqual(await inviteKey({ ...invite, ...boundless }));
    expect(await callKey(secret, room)).not.toEqual(await callKey(room, secret));
  });
});

test.each([
  ["nothing", ""],
  ["no link", "hello"],
  ["a path", good.slice(ORIGIN.length)],
  ["another origin", good.replace("kith.example", "evil.example")],
  ["another port", good.replace("kith.example", "kith.example:8443")],
  ["another scheme", good.replace("https", "http")],
  ["another path", good.replace("/join", "/")],
  ["a longer path", good.replace("/join", "/join/x")],
  ["an origin in the user's name", good.replace("https://kith.example", "https://kith.example@evil.example")],
  ["an origin as a subdomain", good.replace("kith.example", "kith.example.evil.example")],
  ["a script", `javascript:alert(1)//${good}`],
  ["a script with our path", good.replace(ORIGIN, "javascript:")],
  ["a document of its own", `data:text/html,${good}`],
  ["a blob of ours", `blob:${good}`],
  ["no fragment", good.replace(/#.*/, "")],
  ["an empty fragment", good.replace(/#.*/, "#")],
  ["a fragment that is no base64", good.replace(/#.*/, "#!!!!")],
  ["a fragment that is no msgpack", linkOfBytes(0xc1)],
  ["half a fragment", good.slice(0, -4)],
  ["something behind the fragment", `${good}AAAA`],
  ["no map", linkOf([2, room, secret, inviter])],
  ["no version", linkOf({ ...fields, v: undefined })],
  ["no room", linkOf({ v: 2, s: secret, f: inviter })],
  ["no secret", linkOf({ v: 2, r: room, f: inviter })],
  ["no inviter", linkOf({ v: 2, r: room, s: secret })],
  ["a room of text", linkOf({ ...fields, r: "0123456789abcdef" })],
  ["a short room", linkOf({ ...fields, r: room.subarray(1) })],
  ["a long room", linkOf({ ...fields, r: new Uint8Array(17) })],
  ["a short secret", linkOf({ ...fields, s: secret.subarray(1) })],
  ["a long secret", linkOf({ ...fields, s: new Uint8Array(32) })],
  ["half a fingerprint", linkOf({ ...fields, f: inviter.subarray(16) })],
  ["an expiry before time began", linkOf({ ...fields, e: -1 })],
  ["an expiry within a second", linkOf({ ...fields, e: 1.5 })],
  ["an expiry of text", linkOf({ ...fields, e: "tomorrow" })],
  ["an expiry that is no date", linkOf({ ...fields, e: 8.64e12 + 1 })],
  ["no uses at all", linkOf({ ...fields, u: 0 })],
  ["fewer uses than none", linkOf({ ...fields, u: -1 })],
  ["more uses than there are", linkOf({ ...fields, u: 1001 })],
  ["guests that watch somewhat", linkOf({ ...fields, w: 1 })],
  ["a __proto__ key", linkOf(JSON.parse('{"v":2,"__proto__":{"r":1}}'))],
  ["an array that says to be of 30 million", linkOfBytes(0xdd, 0x01, 0xc9, 0xc3, 0x80)],
  ["a fragment of 3,000 characters", linkOf({ ...fields, x: "x".repeat(2300) })],
  ["a megabyte of fragment", `${good.replace(/#.*/, "#")}${"A".repeat(1 << 20)}`],
  ["a megabyte of query", good.replace("#", `?${"x".repeat(1 << 20)}#`)],
])("is no invite: %s", (_, link) => {
  expect(parseInviteLink(link, ORIGIN)).toBeUndefined();
});

test("whatever is handed in, it is an invite or it is not", () => {
  const fragment = fc.oneof(fc.string({ unit: "binary" }), fc.base64String());
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fragment.map((text) => `${ORIGIN}${INVITE_PATH}#${text}`),
      ),
      (link) => {
        const read = parseInviteLink(link, ORIGIN);
        if (read !== undefined) expect(read.room).toHaveLength(16);
      },
    ),
    { numRuns: 500 },
  );
});
