import { afterEach, expect, test, vi } from "vitest";
import { closeQuietly, startWebTransport } from "../../../src/transport/carrier.ts";
import type { CarrierSession } from "../../../src/transport/carrier-session.ts";

afterEach(() => void vi.unstubAllGlobals());

class Recorded {
  static readonly made: Recorded[] = [];
  readonly url: string;
  readonly options: WebTransportOptions;
  readonly datagrams: Partial<WebTransportDatagramDuplexStream> = {};

  constructor(url: string, options: WebTransportOptions) {
    this.url = url;
    this.options = options;
    Recorded.made.push(this);
  }
}

class Renamed extends Recorded {
  override readonly datagrams = { outgoingMaxBufferedDatagrams: 1 } as Recorded["datagrams"];
}

function started(url: string, ...hashes: Uint8Array<ArrayBuffer>[]): Recorded | undefined {
  vi.stubGlobal("WebTransport", Recorded);
  return start(url, ...hashes);
}

function start(url: string, ...hashes: Uint8Array<ArrayBuffer>[]): Recorded | undefined {
  startWebTransport({ url, certificateHashes: hashes, webSocketUrl: undefined });
  return Recorded.made.at(-1);
}

test("asks for the session's path, with the certificates to accept", () => {
  const hash = new Uint8Array(32).fill(7);
  const made = started("https://relay.example:4433/", hash);
  expect(made?.url).toBe("https://relay.example:4433/v1");
  expect(made?.options.serverCertificateHashes).toEqual([{ algorithm: "sha-256", value: hash }]);
});

test("leaves a public certificate to the browser", () => {
  expect(started("https://relay.example/")?.options).not.toHaveProperty("serverCertificateHashes");
});

test("asks for a congestion control that suits calls, where there is a choice", () => {
  expect(started("https://relay.example/")?.options.congestionControl).toBe("low-latency");
});

test("gives datagrams room for a busy worker and a busy browser, and a life longer than the browser's few milliseconds", () => {
  expect(started("https://relay.example/")?.datagrams).toEqual({
    incomingHighWaterMark: 512,
    outgoingHighWaterMark: 8,
    outgoingMaxAge: 150,
  });
  vi.stubGlobal("WebTransport", Renamed);
  expect(start("https://relay.example/")?.datagrams, "in a browser that has other names for it").toEqual({
    incomingMaxBufferedDatagrams: 512,
    outgoingMaxBufferedDatagrams: 8,
    outgoingMaxAge: 150,
  });
});

test("closing what cannot be closed is no error", () => {
  const session = {
    close: () => {
      throw new DOMException("not open", "InvalidStateError");
    },
  };
  closeQuietly(session as unknown as CarrierSession);
});
