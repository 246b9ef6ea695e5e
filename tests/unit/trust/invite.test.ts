import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createInvite, INVITE_PATH, inviteLink, parseInviteLink } from "../../../src/trust/invite.ts";

const ORIGIN = "https://kith.example";
const room = Uint8Array.from({ length: 16 }, (_, i) => i);
const good = inviteLink(ORIGIN, { room });
const linkOf = (value: unknown) =>
  `${ORIGIN}${INVITE_PATH}#${Buffer.from(encode(value)).toString("base64url")}`;
const linkOfBytes = (...bytes: number[]) =>
  `${ORIGIN}${INVITE_PATH}#${Buffer.from(bytes).toString("base64url")}`;

test("a link leads back to its room, whatever the room", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const invite = { room: Uint8Array.from(bytes) };
      expect(parseInviteLink(inviteLink(ORIGIN, invite), ORIGIN)).toEqual(invite);
    }),
  );
});

test("the room stands in the fragment, and nowhere that a server sees", () => {
  const url = new URL(good);
  expect(url.hash.slice(1)).toMatch(/^[A-Za-z0-9_-]+$/);
  url.hash = "";
  expect(url.href).toBe("https://kith.example/join");
});

test("no two invites are to the same room", () => {
  const rooms = new Set(Array.from({ length: 1000 }, () => createInvite().room.join()));
  expect(rooms.size).toBe(1000);
  expect(createInvite().room).toHaveLength(16);
});

test("fields of a later version are ignored, a later version is not", () => {
  expect(parseInviteLink(linkOf({ v: 1, r: room, m: ["more"], n: room }), ORIGIN)).toEqual({ room });
  expect(parseInviteLink(linkOf({ v: 2, r: room }), ORIGIN)).toBeUndefined();
});

test.each([
  ["nothing", ""],
  ["no link", "hello"],
  ["a path", "/join#gqF2AaFyxBA"],
  ["another origin", good.replace("kith.example", "evil.example")],
  ["another port", good.replace("kith.example", "kith.example:8443")],
  ["another scheme", good.replace("https", "http")],
  ["another path", good.replace("/join", "/")],
  ["a longer path", good.replace("/join", "/join/x")],
  ["an origin in the user's name", good.replace("https://kith.example", "https://kith.example@evil.example")],
  ["an origin as a subdomain", good.replace("kith.example", "kith.example.evil.example")],
  ["a script", `javascript:alert(1)//${good}`],
  ["a script with our path", "javascript:/join#gqF2AaFyxBAAAQIDBAUGBwgJCgsMDQ4P"],
  ["a document of its own", `data:text/html,${good}`],
  ["a blob of ours", `blob:${good}`],
  ["no fragment", good.replace(/#.*/, "")],
  ["an empty fragment", good.replace(/#.*/, "#")],
  ["a fragment that is no base64", good.replace(/#.*/, "#!!!!")],
  ["a fragment that is no msgpack", linkOfBytes(0xc1)],
  ["half a fragment", good.slice(0, -4)],
  ["something behind the fragment", `${good}AAAA`],
  ["no map", linkOf([1, room])],
  ["no version", linkOf({ r: room })],
  ["no room", linkOf({ v: 1 })],
  ["a room of text", linkOf({ v: 1, r: "0123456789abcdef" })],
  ["a short room", linkOf({ v: 1, r: room.subarray(1) })],
  ["a long room", linkOf({ v: 1, r: new Uint8Array(17) })],
  ["a __proto__ key", linkOf(JSON.parse('{"v":1,"__proto__":{"r":1}}'))],
  ["an array that says to be of 30 million", linkOfBytes(0xdd, 0x01, 0xc9, 0xc3, 0x80)],
  ["a fragment of 3,000 characters", linkOf({ v: 1, r: room, x: "x".repeat(2300) })],
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
        const invite = parseInviteLink(link, ORIGIN);
        if (invite !== undefined) expect(invite.room).toHaveLength(16);
      },
    ),
    { numRuns: 500 },
  );
});
