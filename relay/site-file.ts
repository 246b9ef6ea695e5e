import { brotliCompressSync, constants, gzipSync } from "node:zlib";

type Encoding = "br" | "gzip";

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff2: "font/woff2",
};

/** Formats that hold compressed data already. */
const compact: ReadonlySet<string> = new Set(["png", "webp", "woff2", "ico"]);

/** Close to the best, in a fraction of the time. */
const BROTLI_QUALITY = 6;

/** One file of the built page, in memory, compressed when somebody first asks for it that way. */
export class SiteFile {
  readonly type: string;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #etag: string;
  /** Files whose names change with their content can be kept for ever. */
  readonly #immutable: boolean;
  readonly #compressible: boolean;
  readonly #compressed = new Map<Encoding, Uint8Array<ArrayBuffer>>();

  static async of(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<SiteFile> {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return new SiteFile(path, bytes, digest.subarray(0, 12).toHex());
  }

  private constructor(path: string, bytes: Uint8Array<ArrayBuffer>, digest: string) {
    const extension = path.slice(path.lastIndexOf(".") + 1);
    this.type = types[extension] ?? "application/octet-stream";
    this.#bytes = bytes;
    // Weak, since the same content goes out in several encodings.
    this.#etag = `W/"${digest}"`;
    this.#immutable = path.startsWith("/assets/");
    this.#compressible = !compact.has(extension);
  }

  /** The answer to a request for it, with the given headers besides its own. */
  respond(request: Request, headers: Headers): Response {
    headers.set("content-type", this.type);
    headers.set("etag", this.#etag);
    headers.set("vary", "accept-encoding");
    headers.set("cache-control", this.#immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.headers.get("if-none-match")?.includes(this.#etag))
      return new Response(null, { status: 304, headers });
    const encoding = this.#encodingFor(request);
    if (encoding !== undefined) headers.set("content-encoding", encoding);
    const body = encoding === undefined ? this.#bytes : this.#encoded(encoding);
    headers.set("content-length", String(body.length));
    return new Response(request.method === "HEAD" ? null : body, { headers });
  }

  #encodingFor(request: Request): Encoding | undefined {
    if (!this.#compressible) return undefined;
    const accepted = request.headers.get("accept-encoding") ?? "";
    return (["br", "gzip"] as const).find((encoding) => accepted.split(/[\s,;]+/).includes(encoding));
  }

  #encoded(encoding: Encoding): Uint8Array<ArrayBuffer> {
    const known = this.#compressed.get(encoding);
    if (known !== undefined) return known;
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } };
    const made = encoding === "br" ? brotliCompressSync(this.#bytes, options) : gzipSync(this.#bytes);
    const bytes = new Uint8Array(made);
    this.#compressed.set(encoding, bytes);
    return bytes;
  }
}
