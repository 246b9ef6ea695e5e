import { AddressBook } from "./addresses.ts";
import { bind } from "./bind.ts";
import { OwnCertificates } from "./certificates.ts";
import { type Config, parseConfig, variables } from "./config.ts";
import { createHandler } from "./http.ts";
import { captureConsole, describe, log } from "./log.ts";
import { QuicServer } from "./quic.ts";
import { Relay } from "./relay.ts";
import { RelayError } from "./relay-error.ts";
import { relayTimeouts } from "./relay-limits.ts";
import { Site } from "./site.ts";
import { sleep } from "./timing.ts";
import { prepareTls } from "./tls.ts";
import { everybody, tokenCheck } from "./tokens.ts";

/** The relay as a program: reads its settings, serves the page and the sessions, and stops when it is asked to. */
async function main(): Promise<void> {
  const config = parseConfig(Object.fromEntries(variables.map((name) => [name, Deno.env.get(name)])));
  const tls = await prepareTls(config);
  const site = await Site.read(config.root);
  const allows = config.tokenKey === undefined ? everybody : await tokenCheck(config.tokenKey);
  const relay = new Relay(allows, () => performance.now());
  const own = tls.relay instanceof OwnCertificates ? tls.relay : undefined;
  const certificateHashes = () => own?.hashes ?? [];
  const { port, endpoint, server } = bind(config, tls.page, (port) =>
    createHandler({ site, relay, certificateHashes, addresses: new AddressBook(config, port) }),
  );
  const quic = new QuicServer(
    endpoint,
    relay,
    tls.relay instanceof OwnCertificates ? tls.relay.current : tls.relay,
  );
  own?.start(() => {
    quic.use(own.current);
    relay.tellEveryone({ type: "certificates", hashes: [...own.hashes] });
    log.info("certificate-rotated");
  });
  const stopping = stopSignal();
  announce(config, port);

  log.info("stopping", { signal: await stopping });
  own?.stop();
  await relay.drain();
  // The last words are on their way; then whoever has not gone is left.
  await sleep(relayTimeouts.lastWords);
  quic.close();
  await Promise.race([server.shutdown(), sleep(relayTimeouts.lastWords)]);
}

/** The one line on standard output: whatever started the relay waits for it. */
function announce({ host, tls, publicUrl }: Config, port: number): void {
  const local = ["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"].includes(host);
  const name = local ? "localhost" : host.includes(":") ? `[${host}]` : host;
  const url = publicUrl?.href ?? `${tls.mode === "plain" ? "http" : "https"}://${name}:${port}/`;
  Deno.stdout.writeSync(new TextEncoder().encode(`Kith is ready at ${url}\n`));
}

function stopSignal(): Promise<Deno.Signal> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      Deno.addSignalListener(signal, () => resolve(signal));
  });
}

captureConsole();
// Every promise here has an owner that catches; one that slips through is a mistake, and no reason to end all calls.
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  log.error("unhandled-rejection", { error: describe(event.reason) });
});

try {
  await main();
  Deno.exit(0);
} catch (error) {
  const sentence = error instanceof RelayError ? error.message : `The relay failed: ${describe(error)}`;
  Deno.stderr.writeSync(new TextEncoder().encode(`${sentence}\n`));
  Deno.exit(1);
}
