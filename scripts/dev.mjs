// The page from its sources with hot reload on KITH_PORT, and beside it the relay on the next port.
import "./node-version.mjs";
import { once } from "node:events";
import { ensureInstalled } from "./install.mjs";
import { explained, say } from "./process.mjs";
import { spawnRelay } from "./relay.mjs";

await explained(async () => {
  await ensureInstalled();
  const { createServer } = await import("vite");
  const port = Number(process.env["KITH_PORT"] ?? 8400);
  const host = process.env["KITH_HOST"] ?? "localhost";
  const relayPort = port + 1;

  const server = await createServer({
    server: {
      host,
      port,
      strictPort: true,
      proxy: { "/.well-known/kith.json": { target: `http://${host}:${relayPort}`, changeOrigin: true } },
    },
  });
  await server.listen();
  // The relay's own ready line names the other port, so it is not shown.
  const relay = spawnRelay({ env: { KITH_PORT: String(relayPort) }, stdout: "ignore" });
  say(`Kith is ready at http://${host}:${port}/ and follows its sources.`);
  await once(relay, "exit");
  await server.close();
});
