import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePin, pinLink } from "../../../src/app/pin.ts";
import { PIN_PATH } from "../../../src/trust/link-paths.ts";

const ORIGIN = "https://kith.example";
const good = { code: "0123", pin: "456789" };
const megabyte = "0".repeat(1 << 20);
const parse = (text: string) => parsePin(text, ORIGIN);

test("whatever ten digits they are, a link leads back to them, and so does typing them", () => {
  const digits = (length: number) =>
    fc.array(fc.nat({ max: 9 }), { minLength: length, maxLength: length }).map((list) => list.join(""));
  fc.assert(
    fc.property(digits(4), digits(6), (code, pin) => {
      expect(parse(pinLink(ORIGIN, code + pin))).toEqual({ code, pin });
      expect(parse(`${code} ${pin}`)).toEqual({ code, pin });
    }),
  );
});

test("the digits stand in the fragment of a link, and nowhere that a server sees", () => {
  const url = new URL(pinLink(ORIGIN, "0123456789"));
  expect(url.hash).toBe("#0123456789");
  url.hash = "";
  expect(url.href).toBe(`${ORIGIN}${PIN_PATH}`);
});

describe("typed, pasted or scanned", () => {
  test.each([
    "0123456789",
    "0123 456 789",
    "0123-456-789",
    "0123–456–789",
    "01 23 45 67 89",
    " 0123 456789\n",
    "0123\u00a0456\u202f789",
    "0123\t456\r\n789",
    `${ORIGIN}/pair#0123456789`,
    `  ${ORIGIN}/pair#0123456789  `,
    `${ORIGIN}/pair#0123-456-789`,
    "HTTPS://KITH.EXAMPLE/pair#0123456789",
    `${ORIGIN}:443/pair#0123456789`,
  ])("%j is a PIN", (text) => {
    expect(parse(text)).toEqual(good);
  });
});

describe("is no PIN:", () => {
  test.each([
    ["nothing", ""],
    ["only space", " \n\t"],
    ["only dashes", "---–––"],
    ["nine digits", "012345678"],
    ["eleven digits", "01234567890"],
    ["a letter among them", "012345678O"],
    ["digits and a word", "PIN 0123456789"],
    ["digits of another script", "٠١٢٣٤٥٦٧٨٩"],
    ["full-width digits", "０１２３４５６７８９"],
    ["a direction among the digits", "0123\u202e456789"],
    ["a null among the digits", "0123\u0000456789"],
    ["a sign", "+0123456789"],
    ["a number of another kind", "0x01234567"],
    ["two PINs", "0123456789 0123456789"],
    ["a link of another origin", "https://evil.example/pair#0123456789"],
    ["a link of another port", `${ORIGIN}:8443/pair#0123456789`],
    ["a link of another scheme", "http://kith.example/pair#0123456789"],
    ["a link with our origin in the user's name", "https://kith.example@evil.example/pair#0123456789"],
    ["a link with our origin as a subdomain", "https://kith.example.evil.example/pair#0123456789"],
    ["a link to another path", `${ORIGIN}/join#0123456789`],
    ["a link to a longer path", `${ORIGIN}/pair/#0123456789`],
    ["a link without digits", `${ORIGIN}/pair`],
    ["a link with the digits where a server sees them", `${ORIGIN}/pair?0123456789`],
    ["a link with more than digits", `${ORIGIN}/pair#0123456789&next=javascript:alert(1)`],
    ["a script", "javascript:alert(1)//0123456789"],
    ["a script with our path", "javascript:/pair#0123456789"],
    ["a document of its own", `data:text/html,${ORIGIN}/pair#0123456789`],
    ["a blob of ours", `blob:${ORIGIN}/pair#0123456789`],
    ["an element", "<img src=x onerror=alert(1)>0123456789"],
    ["a megabyte of digits", megabyte],
    ["a megabyte of space around a PIN", `${" ".repeat(1 << 20)}0123456789`],
    ["a megabyte of dashes in a PIN", `0123${"-".repeat(1 << 20)}456789`],
    ["a megabyte of fragment", `${ORIGIN}/pair#${megabyte}`],
    ["a megabyte in front of the fragment", `${ORIGIN}/pair?${megabyte}#0123456789`],
  ])("%s", (_, text) => {
    expect(parse(text)).toBeUndefined();
  });
});

test("whatever is handed in, it is a PIN or it is not", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(..."0123456789 -–#/") }),
    fc.string().map((fragment) => `${ORIGIN}${PIN_PATH}#${fragment}`),
    fc.webUrl({ withFragments: true }),
  );
  fc.assert(
    fc.property(text, (any) => {
      const read = parse(any);
      if (read === undefined) return;
      expect(read.code).toMatch(/^[0-9]{4}$/);
      expect(read.pin).toMatch(/^[0-9]{6}$/);
    }),
    { numRuns: 500 },
  );
});
