import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { makeCertificate } from "../../../relay/certificate.ts";
import { startRelay } from "../../e2e/relay-process.ts";
import { TestClient } from "../support/client.ts";
import { rawRequest } from "../support/raw-request.ts";
import { startRelayUnderTest } from "../support/relay-under-test.ts";

const root = await Deno.makeTempDir();
await Deno.mkdir(`${root}/site/assets`, { recursive: true });
const page = `<!doctype html><title>Kith</title>${"<p>Hello</p>".repeat(200)}`;
await Deno.writeTextFile(`${root}/site/index.html`, page);
await Deno.writeTextFile(`${root}/site/link.html`, page.replace("Hello", "Hello, guest"));
await Deno.writeTextFile(`${root}/site/sw.js`, "// worker");
await Deno.writeTextFile(`${root}/site/manifest.webmanifest`, "{}");
await Deno.writeTextFile(`${root}/site/assets/app-3f9a.js`, "export {};");
await Deno.writeTextFile(`${root}/site/assets/words-3f9a.json`, "{}");
await Deno.writeTextFile(`${root}/secret.txt`, "not part of the page");

const relay = await startRelayUnderTest({ env: { KITH_ROOT: `${root}/site` } });
Deno.test.afterAll(async () => {
  await relay.stop();
  await Deno.remove(root, { recursive: true });
});
const { base } = relay;

Deno.test("the page's files are served as what they are", async () => {
  const expected = {
    "/": ["text/html; charset=utf-8", "no-cache"],
    "/index.html": ["text/html; charset=utf-8", "no-cache"],
    "/join": ["text/html; charset=utf-8", "no-cache"],
    "/devices/add?x=1.5": ["text/html; charset=utf-8", "no-cache"],
    "/sw.js": ["text/javascript; charset=utf-8", "no-cache"],
    "/manifest.webmanifest": ["application/manifest+json", "no-cache"],
    "/assets/app-3f9a.js": ["text/javascript; charset=utf-8", "public, max-age=31536000, immutable"],
    "/assets/words-3f9a.json": ["application/json", "public, max-age=31536000, immutable"],
  };
  for (const [path, [type, caching]] of Object.entries(expected)) {
    const response = await fetch(`${base}${path}`);
    await response.body?.cancel();
    const { headers, status } = response;
    assert.deepEqual(
      [status, headers.get("content-type"), headers.get("cache-control")],
      [200, type, caching],
      path,
    );
  }
});

Deno.test("whoever comes by a link gets the page that is made for it", async () => {
  const text = async (path: string) => await (await fetch(`${base}${path}`)).text();
  assert.ok(!(await text("/")).includes("guest"));
  for (const path of ["/join", "/devices/add?x=1.5"]) assert.ok((await text(path)).includes("guest"), path);
});

Deno.test("what is not a file of the page is not there, however it is asked for", async () => {
  const paths = [
    "/nothing.js",
    "/assets/nothing.js",
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/assets/....//secret.txt",
    "/site/..\\..\\secret.txt",
    "//etc/passwd.txt",
    "/secret.txt%00.html",
    "/constructor.x",
  ];
  for (const path of paths) {
    const { status, body } = await rawRequest(relay.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`);
    assert.equal(status, 404, path);
    assert.ok(!body.includes("not part of the page"), path);
  }
});

Deno.test("everything the page is made of comes with its protections", async () => {
  const response = await fetch(`${base}/`);
  await response.body?.cancel();
  const policy = response.headers.get("content-security-policy") ?? "";
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html kith",
    `connect-src 'self' https://127.0.0.1:${relay.port} ws://127.0.0.1:${relay.port}`,
  ])
    assert.ok(policy.split("; ").includes(part), part);
  assert.ok(!policy.includes("unsafe"));
  const expected = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  for (const [name, value] of Object.entries(expected)) assert.equal(response.headers.get(name), value);
  assert.match(response.headers.get("permissions-policy") ?? "", /camera=\(self\).*geolocation=\(\)/);
});

Deno.test("the page is compressed for who takes it, and not sent twice", async () => {
  const get = (encoding: string) =>
    rawRequest(relay.port, `GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: ${encoding}\r\n`);
  const brotli = await get("gzip, deflate, br, zstd");
  assert.equal(brotli.headers.get("content-encoding"), "br");
  assert.equal(brotliDecompressSync(brotli.bytes).toString(), page);
  const gzip = await get("gzip");
  assert.equal(gunzipSync(gzip.bytes).toString(), page);
  const plain = await get("identity");
  assert.deepEqual([plain.headers.get("content-encoding"), plain.body], [null, page]);

  const etag = plain.headers.get("etag") ?? "";
  const again = await fetch(`${base}/`, { headers: { "if-none-match": etag } });
  assert.deepEqual([again.status, await again.text()], [304, ""]);
  const head = await fetch(`${base}/`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
});

Deno.test("other methods and hosts that nobody could have typed are refused", async () => {
  const post = await fetch(`${base}/`, { method: "POST", body: "x" });
  assert.equal(post.status, 405);
  await post.body?.cancel();
  for (const host of ["a b", "x'y", "a;b"]) {
    const { status } = await rawRequest(
      relay.port,
      `GET /.well-known/kith.json HTTP/1.1\r\nHost: ${host}\r\n`,
    );
    assert.equal(status, 400, host);
  }
});

Deno.test("the well-known document names the relay as the visitor sees it", async () => {
  const ask = async (host: string) => {
    const request = `GET /.well-known/kith.json HTTP/1.1\r\nHost: ${host}\r\n`;
    const { body, headers } = await rawRequest(relay.port, request);
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("access-control-allow-origin"), "*");
    return (JSON.parse(body) as { relay: Record<string, unknown> }).relay;
  };
  const { port } = relay;
  const local = await ask(`localhost:${port}`);
  assert.equal(local["url"], `https://127.0.0.1:${port}/`);
  assert.equal(local["webSocketUrl"], `ws://localhost:${port}/v1`);
  assert.equal((await ask("kith.lan:8080"))["url"], `https://kith.lan:${port}/`);
  for (const hash of local["certificateHashes"] as string[]) assert.match(hash, /^[0-9a-f]{64}$/);
});

Deno.test("health and metrics tell how it is, and nobody's name", async () => {
  const health = await fetch(`${base}/healthz`);
  assert.deepEqual([health.status, await health.text()], [200, "ok\n"]);
  const client = await TestClient.connect(relay);
  const metrics = await (await fetch(`${base}/metrics`)).text();
  assert.match(metrics, /^kith_connections\{carrier="webtransport"\} 1$/m);
  assert.match(metrics, /^process_resident_memory_bytes \d+$/m);
  client.close();
});

Deno.test("a session's address answers nothing but sessions", async () => {
  const plain = await fetch(`${base}/v1`);
  assert.equal(plain.status, 426);
  await plain.body?.cancel();
  const socket = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
  const keyed = `${socket}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;
  const offers = ["", "Sec-WebSocket-Protocol: chat\r\n"];
  for (const offer of offers) {
    const { status } = await rawRequest(
      relay.port,
      `GET /v1 HTTP/1.1\r\nHost: localhost\r\n${keyed}${offer}`,
    );
    assert.equal(status, 400);
  }
});

Deno.test("the page and the relay speak TLS with certificates of the relay's own", async () => {
  const server = await startRelay({ env: { KITH_TLS: "self-signed" } });
  assert.match(server.url, /^https:/);
  const { webSocketUrl, hashes } = await visitOverTls(server.url);
  assert.match(webSocketUrl, /^wss:/);
  assert.equal(hashes.length, 2);
  await server.stop();
});

Deno.test("the page and the relay speak TLS with the operator's certificate, and pin nothing", async () => {
  const { cert, key } = await makeCertificate(["localhost", "127.0.0.1"], 86_400_000);
  await Deno.writeTextFile(`${root}/cert.pem`, cert);
  await Deno.writeTextFile(`${root}/key.pem`, key);
  const env = { KITH_TLS_CERT: `${root}/cert.pem`, KITH_TLS_KEY: `${root}/key.pem` };
  const server = await startRelay({ env });
  assert.match(server.url, /^https:/);
  assert.deepEqual((await visitOverTls(server.url)).hashes, []);
  await server.stop();
});

/** Opens a session over either carrier, and returns what the relay said of itself. */
async function visitOverTls(url: string): Promise<{ webSocketUrl: string; hashes: string[] }> {
  const script = new URL("../support/tls-visitor.ts", import.meta.url).pathname;
  const flags = [
    "-A",
    "--quiet",
    "--no-check",
    "--unstable-net",
    "--unsafely-ignore-certificate-errors=127.0.0.1",
  ];
  const visit = new Deno.Command(Deno.execPath(), { args: ["run", ...flags, script, url], stdout: "piped" });
  const { stdout } = await visit.output();
  return JSON.parse(new TextDecoder().decode(stdout)) as { webSocketUrl: string; hashes: string[] };
}
