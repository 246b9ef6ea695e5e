// The least that a server on this runtime can do with a datagram: send it back so many times. Nothing is parsed.
// deno run -A --unstable-net bench/relay/echo.ts <copies>; prints its port and its certificate's hash.
import { makeCertificate } from "../../relay/certificate.ts";
import { relayTimeouts } from "../../relay/relay-limits.ts";

const copies = Number(Deno.args[0] ?? 1);
const { cert, key, hash } = await makeCertificate(["localhost"], 86_400_000);
const endpoint = new Deno.QuicEndpoint({ hostname: "127.0.0.1", port: 0 });
const listener = endpoint.listen({ cert, key, alpnProtocols: ["h3"], maxIdleTimeout: relayTimeouts.idle });
console.log(JSON.stringify({ port: endpoint.addr.port, hash: hash.toHex() }));

async function echo(connection: Deno.QuicConn): Promise<void> {
  for (;;) {
    const datagram = await connection.readDatagram();
    for (let copy = 0; copy < copies; copy++) connection.sendDatagram(datagram).catch(() => undefined);
  }
}

for (;;) {
  const incoming = await listener.incoming();
  Promise.resolve(incoming.accept<false>())
    .then(echo)
    .catch(() => undefined);
}
