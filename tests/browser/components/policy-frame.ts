import "../../../src/components/app.ts";
import { FakeApp } from "../../fakes/app.ts";
import { scenes } from "../../fakes/scenes.ts";

/** Runs inside a frame that has a Content Security Policy: shows every screen and counts what the policy refused. */
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
  document.body.dataset["violations"] = `${effectiveDirective} ${blockedURI} ${sample}`;
});

for (const scene of Object.values(scenes)) {
  document.querySelector("kith-app")?.remove();
  const element = document.createElement("kith-app");
  element.app = scene();
  document.body.append(element);
  await element.updateComplete;
  await new Promise(requestAnimationFrame);
}
document.querySelector("kith-app")?.remove();
const last = document.createElement("kith-app");
last.app = scenes["call-two"]?.() ?? new FakeApp();
document.body.append(last);
await last.updateComplete;
await new Promise(requestAnimationFrame);
document.body.dataset["done"] = "true";
