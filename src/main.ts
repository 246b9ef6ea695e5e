/* The composition root: the one place where the parts of the app meet. */
import "./components/app.ts";
import { App } from "./app/app.ts";
import { PIN_PATH } from "./app/pin.ts";
import { strings } from "./components/strings.ts";
import { INVITE_PATH } from "./trust/invite.ts";

const app = new App({
  origin: location.origin,
  storage: localStorageIfAllowed(),
  ringWords: (name) => ({ title: strings.app, body: strings.ring.calls(name) }),
});

// An invite or a PIN is a secret: it leaves the address bar and the history before anything else happens.
if (location.pathname === INVITE_PATH || location.pathname === PIN_PATH) {
  const link = location.href;
  history.replaceState(null, "", "/");
  app.openInvite(link);
}

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
