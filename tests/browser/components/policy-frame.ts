import "./no-runner.ts";

import "../../../src/components/app.ts";
import { complete } from "../../../src/components/later.ts";
import type { FakeApp } from "../../fakes/app.ts";
import { scenes } from "../../fakes/scenes.ts";

/**
 * Runs inside a frame that has a Content Security Policy: shows every screen, and what is loaded on demand, and counts
 * what the policy refused.
 */
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
  document.body.dataset["violations"] = `${effectiveDirective} ${blockedURI} ${sample}`;
});

async function show(app: FakeApp): Promise<ShadowRoot> {
  document.querySelector("kith-app")?.remove();
  const element = document.createElement("kith-app");
  element.app = app;
  document.body.append(element);
  await element.updateComplete;
  await new Promise(requestAnimationFrame);
  return element.renderRoot as ShadowRoot;
}

await complete();
for (const scene of Object.values(scenes)) await show(scene());

const pairing = await show((scenes["pairing-showing"] as () => FakeApp)());
const pin = pairing.querySelector("kith-pairing")?.renderRoot.querySelector("kith-show-pin")?.renderRoot;
pin?.querySelector("button")?.click();
const code = () => pin?.querySelector("kith-qr")?.renderRoot.querySelector("svg");
while (!code()) await new Promise(requestAnimationFrame);

await show((scenes["call-two"] as () => FakeApp)());
document.body.dataset["done"] = "true";
