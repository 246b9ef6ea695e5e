/* What cannot wait: the engine starts, and opens the way to the relay, before the rest of the page's code runs. */
import { HANDOFF_PATH, INVITE_PATH, PIN_PATH, SHARE_PATH, START_PATH } from "./trust/link-paths.ts";
import { EngineClient } from "./workers/engine/client.ts";

/** The page's address as it was opened. */
export const address = location.href;

/** The same, if it asks for something. */
export const link = [INVITE_PATH, HANDOFF_PATH, PIN_PATH, SHARE_PATH, START_PATH].includes(location.pathname)
  ? address
  : undefined;

// An invite or a PIN is a secret: it leaves the address bar and the history before anything else happens.
if (link !== undefined) history.replaceState(null, "", "/");

export const engine = new EngineClient(new URL("/.well-known/kith.json", location.origin).href);
if (link !== undefined) engine.tell({ type: "ready", wanted: true });
