import { expect, onTestFinished, test } from "vitest";
import { deepAll } from "./mount.ts";
import frameUrl from "./policy-frame.ts?url";

/** As the relay sends it: no inline script or style, no eval, no markup but through Lit's own policy. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html kith",
].join("; ");

test("every screen renders under the policy of the page, without a violation", {
  timeout: 60_000,
}, async () => {
  const frame = document.createElement("iframe");
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
    <body data-violations="0"><script type="module" src="${new URL(frameUrl, location.href).href}"></script>`;
  document.body.append(frame);
  onTestFinished(() => frame.remove());
  const body = () => frame.contentDocument?.body;
  await expect.poll(() => body()?.dataset["done"], { timeout: 30_000 }).toBe("true");
  expect(body()?.dataset["violations"]).toBe("0");
  expect(deepAll("svg", body()).length, "icons are markup, and were let through").toBeGreaterThan(3);
});
