import { type Certificate, makeCertificate } from "./certificate.ts";
import { OwnCertificates } from "./certificates.ts";
import type { Config } from "./config.ts";
import { RelayError } from "./relay-error.ts";

/** A certificate with its key; both PEM. */
export type KeyPair = Pick<Certificate, "cert" | "key">;

/** Who the relay says it is. */
export interface Tls {
  /** For the page; undefined serves it without TLS. */
  readonly page: KeyPair | undefined;
  /** For WebTransport, which always has TLS: the operator's certificate or the relay's own ones. */
  readonly relay: KeyPair | OwnCertificates;
}

/** Nobody pins the page's own certificate, so it need not change while the relay runs. */
const PAGE_LIFETIME_MS = 365 * 86_400_000;

/** Reads or makes the certificates that the settings ask for. */
export async function prepareTls({ tls, host, certificateDays }: Config): Promise<Tls> {
  if (tls.mode === "operator") {
    const pair = { cert: await readPem(tls.certFile), key: await readPem(tls.keyFile) };
    return { page: pair, relay: pair };
  }
  const names = [...new Set(["localhost", "127.0.0.1", "::1", ...(isWildcard(host) ? [] : [host])])];
  const page = tls.mode === "self-signed" ? await makeCertificate(names, PAGE_LIFETIME_MS) : undefined;
  return { page, relay: await OwnCertificates.make(names, certificateDays) };
}

function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

async function readPem(file: string): Promise<string> {
  try {
    const text = await Deno.readTextFile(file);
    if (text.includes("-----BEGIN ")) return text;
  } catch (cause) {
    throw new RelayError("file", `The certificate file "${file}" cannot be read.`, { cause });
  }
  throw new RelayError("file", `"${file}" is not a PEM file.`);
}
