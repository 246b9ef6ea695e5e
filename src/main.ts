/* The composition root: the one place where the parts of the app meet. */

import { App } from "./app/app.ts";
import { followLaunches } from "./app/system/launches.ts";
import { System } from "./app/system/system.ts";
import { address, engine, link } from "./boot.ts";
import { fill } from "./strings/fill.ts";
import "./components/app.ts";
import { locale, speak, strings } from "./components/strings.ts";
import { chooseLanguage } from "./strings/languages.ts";
import { ServiceClient } from "./workers/service/client.ts";

const service = new ServiceClient(import.meta.env.PROD);
const app = new App({
  engine,
  service,
  system: new System(service),
  origin: location.origin,
  storage: localStorageIfAllowed(),
  ringWords: (name) => ({ title: strings.app, body: fill(strings.ring.calls, { name }) }),
});
app.start(link);
followLaunches(address, (href) => app.launch(href));

addEventListener("pagehide", () => app.close());
addEventListener("online", () => app.wake());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && app.wake());

app.language.subscribe((language) => void show(language));

/** All anew in another language: what is on the screen is the app's, and stays. */
async function show(chosen: string): Promise<void> {
  const choice = chooseLanguage(chosen, navigator.languages);
  await speak(choice);
  if (app.language.get() !== chosen) return;
  document.documentElement.lang = locale;
  document.documentElement.dir = strings.direction;
  const root = document.createElement("kith-app");
  root.app = app;
  document.body.querySelector("kith-app")?.remove();
  document.body.append(root);
}

function localStorageIfAllowed(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}
