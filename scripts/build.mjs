import "./node-version.mjs";
import { ensureInstalled } from "./install.mjs";
import { buildPage } from "./page.mjs";
import { explained } from "./process.mjs";

await explained(async () => {
  await ensureInstalled();
  await buildPage();
});
