import { describe, expect, it } from "vitest";
import { AddressBook, isHost } from "../../../relay/addresses.ts";
import { type Config, parseConfig } from "../../../relay/config.ts";

describe("parseConfig", () => {
  it("serves the page on this machine alone unless told otherwise", () => {
    expect(parseConfig({})).toEqual({
      port: 8400,
      host: "127.0.0.1",
      tls: { mode: "plain" },
      publicUrl: undefined,
      relayUrl: undefined,
      root: "dist",
      tokenKey: undefined,
      certificateDays: 13,
    });
    expect(parseConfig({ KITH_PORT: "", KITH_TLS: " " }).port).toBe(8400);
  });

  it("takes what it is told", () => {
    const operator = parseConfig({
      KITH_PORT: "0",
      KITH_HOST: "::",
      KITH_TLS_CERT: "a.pem",
      KITH_TLS_KEY: "b.pem",
    });
    expect(operator).toMatchObject({ port: 0, host: "::" });
    expect(operator.tls).toEqual({ mode: "operator", certFile: "a.pem", keyFile: "b.pem" });
    expect(parseConfig({ KITH_TLS: "self-signed" }).tls.mode).toBe("self-signed");
  });

  it.each([
    { KITH_PORT: "http" },
    { KITH_PORT: "65536" },
    { KITH_PORT: "-1" },
    { KITH_PORT: "1.5" },
    { KITH_HOST: "not a host" },
    { KITH_TLS: "yes" },
    { KITH_TLS_CERT: "a.pem" },
    { KITH_TLS_KEY: "b.pem" },
    { KITH_TLS: "self-signed", KITH_TLS_CERT: "a.pem", KITH_TLS_KEY: "b.pem" },
    { KITH_PUBLIC_URL: "kith.example" },
    { KITH_RELAY_URL: "http://kith.example/" },
    { KITH_CERT_DAYS: "14" },
    { KITH_CERT_DAYS: "soon" },
  ])("refuses %o in one sentence that names the setting", (environment) => {
    const [name = ""] = Object.keys(environment);
    expect(() => parseConfig(environment)).toThrow(/^KITH_[^\n]*\.$/);
    expect(() => parseConfig(environment)).toThrow(name);
  });
});

describe("AddressBook", () => {
  const book = (environment: Parameters<typeof parseConfig>[0]) =>
    new AddressBook(parseConfig(environment) as Config, 9000);

  it("names the relay as the visitor named the page", () => {
    expect(book({}).seenFrom("192.0.2.7:8400")).toEqual({
      url: "https://192.0.2.7:9000/",
      webSocketUrl: "ws://192.0.2.7:8400/v1",
    });
    expect(book({ KITH_TLS: "self-signed" }).seenFrom("[2001:db8::1]:8400")).toEqual({
      url: "https://[2001:db8::1]:9000/",
      webSocketUrl: "wss://[2001:db8::1]:8400/v1",
    });
  });

  it("names the loopback address that is bound instead of localhost", () => {
    expect(book({}).seenFrom("localhost:8400").url).toBe("https://127.0.0.1:9000/");
    expect(book({ KITH_HOST: "::1" }).seenFrom("localhost:8400").url).toBe("https://[::1]:9000/");
  });

  it("tells what it was told to tell", () => {
    const told = book({
      KITH_PUBLIC_URL: "https://kith.example/",
      KITH_RELAY_URL: "https://relay.example:4433/",
    });
    expect(told.seenFrom("localhost:8400")).toEqual({
      url: "https://relay.example:4433/",
      webSocketUrl: "wss://kith.example/v1",
    });
  });
});

describe("isHost", () => {
  it.each(["localhost", "localhost:8400", "192.0.2.1:1", "[::1]:8400", "kith.example", "a-b.example"])(
    "takes %s",
    (host) => {
      expect(isHost(host)).toBe(true);
    },
  );

  it.each(["", "a b", "a;b", "a'b", "a/b", "a@b", "[::1", "host:port", "host:99999", "-a", "*"])(
    "refuses %s",
    (host) => {
      expect(isHost(host)).toBe(false);
    },
  );
});
