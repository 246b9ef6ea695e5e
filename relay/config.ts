import { RelayError } from "./relay-error.ts";

/** How the page and the relay's certificate come about. */
export type TlsConfig =
  /** The page without TLS (localhost, or behind something that adds it), the relay with certificates of its own. */
  | { readonly mode: "plain" }
  /** Both with certificates of the relay's own; visitors must accept the page's once. */
  | { readonly mode: "self-signed" }
  /** Both with the operator's certificate; PEM files. */
  | { readonly mode: "operator"; readonly certFile: string; readonly keyFile: string };

/** What the operator decides, from `KITH_…` variables. */
export interface Config {
  /** TCP port of the page and UDP port of the relay; 0 takes one that is free for both. */
  readonly port: number;
  /** Address to bind. */
  readonly host: string;
  readonly tls: TlsConfig;
  /** The page's address as visitors see it, where something stands in between. */
  readonly publicUrl: URL | undefined;
  /** The relay's WebTransport address as clients see it, where something stands in between. */
  readonly relayUrl: URL | undefined;
  /** Folder of the built page. */
  readonly root: string;
  /** What tokens are checked with; undefined lets everybody in. */
  readonly tokenKey: string | undefined;
  /** Days that a certificate of the relay's own is valid. */
  readonly certificateDays: number;
}

/** Every variable that is read. */
export const variables = [
  "KITH_PORT",
  "KITH_HOST",
  "KITH_TLS",
  "KITH_TLS_CERT",
  "KITH_TLS_KEY",
  "KITH_PUBLIC_URL",
  "KITH_RELAY_URL",
  "KITH_ROOT",
  "KITH_TOKEN_KEY",
  "KITH_CERT_DAYS",
] as const;
export type Variable = (typeof variables)[number];

type Environment = Readonly<Partial<Record<Variable, string | undefined>>>;

const DEFAULT_PORT = 8400;
/** Browsers accept a certificate by its hash for 14 days at most, and it is backdated a little. */
const MAX_CERTIFICATE_DAYS = 13;

/** Reads the settings; throws a sentence that names the one that makes no sense. */
export function parseConfig(environment: Environment): Config {
  // A variable that is set to nothing is as good as unset: shells and compose files make those.
  const setting = (name: Variable) => environment[name]?.trim() || undefined;
  return {
    port: parsePort(setting("KITH_PORT")),
    host: parseHost(setting("KITH_HOST")),
    tls: parseTls(setting("KITH_TLS"), setting("KITH_TLS_CERT"), setting("KITH_TLS_KEY")),
    publicUrl: parseUrl("KITH_PUBLIC_URL", setting("KITH_PUBLIC_URL"), ["http:", "https:"]),
    relayUrl: parseUrl("KITH_RELAY_URL", setting("KITH_RELAY_URL"), ["https:"]),
    root: setting("KITH_ROOT") ?? "dist",
    tokenKey: setting("KITH_TOKEN_KEY"),
    certificateDays: parseDays(setting("KITH_CERT_DAYS")),
  };
}

function parsePort(value: string | undefined): number {
  if (value === undefined) return DEFAULT_PORT;
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new RelayError("config", `KITH_PORT must be a number from 0 to 65535, not "${value}".`);
}

function parseHost(value: string | undefined): string {
  if (value === undefined) return "127.0.0.1";
  if (/^[A-Za-z0-9.:_-]+$/.test(value)) return value;
  throw new RelayError("config", `KITH_HOST must be an address or a host name, not "${value}".`);
}

function parseTls(
  mode: string | undefined,
  certFile: string | undefined,
  keyFile: string | undefined,
): TlsConfig {
  if (mode !== undefined && mode !== "self-signed")
    throw new RelayError("config", `KITH_TLS can only be "self-signed", not "${mode}".`);
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new RelayError("config", "KITH_TLS_CERT and KITH_TLS_KEY belong together: set both or neither.");
  if (certFile === undefined || keyFile === undefined) return { mode: mode ?? "plain" };
  if (mode !== undefined)
    throw new RelayError("config", "KITH_TLS and KITH_TLS_CERT exclude each other: set one of them.");
  return { mode: "operator", certFile, keyFile };
}

function parseUrl(name: string, value: string | undefined, protocols: readonly string[]): URL | undefined {
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && protocols.includes(url.protocol)) return url;
  const wanted = protocols.map((protocol) => `${protocol}//`).join(" or ");
  throw new RelayError("config", `${name} must be a URL that starts with ${wanted}, not "${value}".`);
}

function parseDays(value: string | undefined): number {
  if (value === undefined) return MAX_CERTIFICATE_DAYS;
  const days = Number(value);
  if (days > 0 && days <= MAX_CERTIFICATE_DAYS) return days;
  throw new RelayError(
    "config",
    `KITH_CERT_DAYS must be more than 0 and at most ${MAX_CERTIFICATE_DAYS}, not "${value}".`,
  );
}
