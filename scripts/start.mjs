// From a fresh checkout to a running Kith: installs, builds, and becomes the relay that serves the page.
import "./node-version.mjs";
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ensureInstalled } from "./install.mjs";
import { ensurePage } from "./page.mjs";
import { explained } from "./process.mjs";
import { relayCommand } from "./relay.mjs";

await explained(async () => {
  await ensureInstalled();
  await ensurePage();
  const [file = "", ...args] = relayCommand();
  const relay = spawn(file, args, { stdio: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => relay.kill(signal));
  }
  relay.once("exit", (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
  });
});
