/* The composition root: the one place where the parts of the app meet. */

import { App } from "./app/app.ts";
import { engine, link } from "./boot.ts";
import "./components/app.ts";
import { strings } from "./components/strings.ts";

const app = new App({
  engine,
  origin: location.origin,
  storage: localStorageIfAllowed(),
  ringWords: (name) => ({ title: strings.app, body: strings.ring.calls(name) }),
});
if (link !== undefined) app.openInvite(link);

addEventListener("pagehide", () => app.close());
addEventListener("online", () => app.wake());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && app.wake());

const root = document.createElement("kith-app");
root.app = app;
document.body.append(root);

function localStorageIfAllowed(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
