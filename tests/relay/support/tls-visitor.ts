// Visits a relay whose page has a certificate that nobody vouches for, which only a process of its own may do:
// deno run --unsafely-ignore-certificate-errors=127.0.0.1 tls-visitor.ts <url>
import { TestClient } from "./client.ts";
import { reach } from "./relay-under-test.ts";

const [url = ""] = Deno.args;
const relay = await reach(url);
for (const carrier of ["webtransport", "websocket"] as const) {
  const client = await TestClient.connect(relay, { carrier });
  await client.settled();
  client.close();
}
const hashes = (await relay.certificateHashes()).map((hash) => hash.toHex());
console.log(JSON.stringify({ webSocketUrl: relay.webSocketUrl, hashes }));
Deno.exit(0);
