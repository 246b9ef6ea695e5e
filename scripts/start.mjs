// From a fresh checkout to a running Kith: installs, builds, and becomes the relay, which serves the page.
import "./node-version.mjs";
import { constants } from "node:os";
import { ensureInstalled } from "./install.mjs";
import { ensurePage } from "./page.mjs";
import { explained } from "./process.mjs";
import { spawnRelay } from "./relay.mjs";

await explained(async () => {
  await ensureInstalled();
  await ensurePage();
  spawnRelay().once("exit", (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
  });
});
