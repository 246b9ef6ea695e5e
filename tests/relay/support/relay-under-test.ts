import { type RelayOptions, type RelayProcess, startRelay } from "../../e2e/relay-process.ts";
import type { Target } from "./raw-session.ts";

/** What a client has to know of a relay, and what a test may ask it. */
export interface Reachable {
  readonly port: number;
  /** Of its page, with the address that is bound. */
  readonly base: string;
  readonly target: Target;
  readonly webSocketUrl: string;
  /** SHA-256 of the certificates that it announces now. */
  certificateHashes(): Promise<Uint8Array<ArrayBuffer>[]>;
  /** The value of one metric; 0 while nothing has been counted. */
  metric(name: string): Promise<number>;
}

/** A relay process that a test has started and stops. */
export type RelayUnderTest = Reachable & RelayProcess;

interface WellKnown {
  readonly relay: { readonly certificateHashes: string[]; readonly webSocketUrl: string };
}

/** Starts the real relay. */
export async function startRelayUnderTest(options: RelayOptions = {}): Promise<RelayUnderTest> {
  const relay = await startRelay(options);
  return { ...relay, ...(await reach(relay.url)) };
}

/** Asks a relay that runs already how to connect to it. */
export async function reach(url: string): Promise<Reachable> {
  const port = Number(new URL(url).port);
  const base = `${new URL(url).protocol}//127.0.0.1:${port}`;
  const wellKnown = async () => {
    const response = await fetch(`${base}/.well-known/kith.json`);
    return ((await response.json()) as WellKnown).relay;
  };
  const { certificateHashes, webSocketUrl } = await wellKnown();
  return {
    port,
    webSocketUrl,
    base,
    target: {
      port,
      hash: certificateHashes[0] === undefined ? undefined : Uint8Array.fromHex(certificateHashes[0]),
    },
    certificateHashes: async () =>
      (await wellKnown()).certificateHashes.map((hex) => Uint8Array.fromHex(hex)),
    metric: async (name) => {
      const text = await (await fetch(`${base}/metrics`)).text();
      const line = text.split("\n").find((candidate) => candidate.startsWith(`${name} `));
      return Number(line?.slice(name.length + 1) ?? 0);
    },
  };
}
