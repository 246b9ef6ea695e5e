import "reflect-metadata";
import { PemConverter, SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";

/** A certificate with its key, ready to serve. */
export interface Certificate {
  /** PEM, chain included. */
  readonly cert: string;
  /** PEM, PKCS #8. */
  readonly key: string;
  /** SHA-256 of the certificate: what a browser is told to accept. */
  readonly hash: Uint8Array<ArrayBuffer>;
}

/** Clocks differ: a certificate that begins now is not yet valid for a client that lags. */
const BACKDATED_MS = 3_600_000;

const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A self-signed certificate on P-256, the only kind that browsers accept by its hash; `lifetime` counts from now. */
export async function makeCertificate(
  hostnames: readonly string[],
  lifetimeMs: number,
): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(ECDSA, true, ["sign", "verify"]);
  const now = Date.now();
  const names = hostnames.map((value) => ({
    type: isAddress(value) ? ("ip" as const) : ("dns" as const),
    value,
  }));
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: "CN=Kith relay",
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(now + lifetimeMs),
    signingAlgorithm: ECDSA,
    keys,
    extensions: [new SubjectAlternativeNameExtension(names)],
  });
  return {
    cert: certificate.toString("pem"),
    key: PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY"),
    hash: new Uint8Array(await crypto.subtle.digest("SHA-256", certificate.rawData)),
  };
}

function randomSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  // Positive and without a leading zero, as DER wants its integers.
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toHex();
}

function isAddress(value: string): boolean {
  return value.includes(":") || /^\d+\.\d+\.\d+\.\d+$/.test(value);
}
