/*
 * Keeps the page on this device, so that Kith opens at once and without a network. It is no way for anything else: what is not a
 * file of the page is never looked at, nor kept. A version is kept whole; it takes over when no window is open any more, or when
 * somebody asks for it, and what open windows of an earlier version still need stays until they are gone.
 */
import { SHARE_PATH } from "../../trust/link-paths.ts";
import type { ToService } from "./messages.ts";
import { isScreen, sharedPath } from "./paths.ts";
import { type PageFile, Precache } from "./precache.ts";

declare const self: ServiceWorkerGlobalScope;
/** Both are put in by the build. */
declare const KITH_VERSION: string;
declare const KITH_FILES: readonly PageFile[];

const precache = new Precache(KITH_VERSION, KITH_FILES);

self.addEventListener("install", (event) => event.waitUntil(precache.fill()));

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), tidy(0)]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === SHARE_PATH) event.respondWith(receive(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate" && isScreen(url)) {
    event.respondWith(precache.page());
    event.waitUntil(precache.followPolicy().catch(() => undefined));
  } else if (precache.covers(url.pathname)) event.respondWith(precache.file(url.pathname));
});

self.addEventListener("message", (event) => {
  switch ((event.data as ToService).type) {
    case "opened":
      event.waitUntil(tidy(1));
      break;
    case "activate":
      event.waitUntil(self.skipWaiting());
      break;
  }
});

// To look is not to answer: the call is accepted in the window or not at all.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(showWindow());
});

/** Earlier versions go once no more windows are open than those that are known to be of this one. */
async function tidy(own: number): Promise<void> {
  const { waiting, installing } = self.registration;
  if (waiting !== null || installing !== null) return;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.length <= own) await precache.forgetOthers();
}

/** What somebody shares goes to the app and nowhere else. */
async function receive(request: Request): Promise<Response> {
  return Response.redirect(sharedPath(await request.formData()), 303);
}

async function showWindow(): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window" });
  const best = windows.find(({ visibilityState }) => visibilityState === "visible") ?? windows[0];
  if (best === undefined) await self.clients.openWindow("/");
  else await best.focus();
}
