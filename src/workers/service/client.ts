import { withTimeout } from "../../transport/timeout.ts";
import { scriptUrl } from "../script-url.ts";
import type { ToService } from "./messages.ts";

const SCRIPT = "/service-worker.js";
/** For a new version to arrive or to take over; after that the page does without. Milliseconds. */
const PATIENCE = 10_000;

/** The page's end of the service worker. Where there is none, the page is as good, but comes from the network each time. */
export class ServiceClient {
  readonly #registration: Promise<ServiceWorkerRegistration | undefined>;
  readonly #listeners = new Set<() => void>();
  #isRenewing = false;

  /** Waits until the page has better things behind it. `available` is false where the page is not a built one. */
  constructor(available: boolean) {
    const container = available ? navigator.serviceWorker : undefined;
    this.#registration = container === undefined ? Promise.resolve(undefined) : this.#register(container);
  }

  /** The listener is called when there is a newer version than the one that this page was loaded with. */
  onUpdate(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Asks the server for a newer version. */
  async check(): Promise<void> {
    await (await this.#registration)?.update().catch(() => undefined);
  }

  /** The newest version is in charge from now on, if there is one to be had; the page has to be loaded anew for it. */
  async renew(): Promise<void> {
    this.#isRenewing = true;
    const renewal = this.#activateNewest();
    await withTimeout(renewal, PATIENCE, "a new version").catch(() => undefined);
    this.#isRenewing = false;
  }

  /** False where there is nobody to show a notification. */
  async notify(title: string, options: NotificationOptions): Promise<boolean> {
    const registration = await this.#registration;
    if (registration === undefined) return false;
    return await registration.showNotification(title, options).then(
      () => true,
      () => false,
    );
  }

  /** Takes back what was shown with this tag. */
  async withdraw(tag: string): Promise<void> {
    const shown = await (await this.#registration)?.getNotifications({ tag });
    for (const notification of shown ?? []) notification.close();
  }

  async #register(container: ServiceWorkerContainer): Promise<ServiceWorkerRegistration | undefined> {
    await idle();
    try {
      const registration = await container.register(scriptUrl(SCRIPT), { updateViaCache: "none" });
      this.#watch(container, registration);
      return registration;
    } catch {
      // A browser that keeps nothing has no service workers either.
      return undefined;
    }
  }

  #watch(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
    const look = () => {
      if (registration.waiting !== null && registration.active !== null) this.#tell();
    };
    look();
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", look);
    });
    let wasControlled = container.controller !== null;
    container.addEventListener("controllerchange", () => {
      // Another window has asked for the new version: this one still shows the old one.
      if (wasControlled && !this.#isRenewing) this.#tell();
      wasControlled = true;
    });
    tell(container.controller, { type: "opened" });
  }

  async #activateNewest(): Promise<void> {
    const registration = await this.#registration;
    if (registration === undefined) return;
    if (registration.waiting === null) await this.check();
    await installed(registration.installing);
    const { waiting } = registration;
    if (waiting === null) return;
    const inCharge = new Promise<void>((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", () => resolve(), { once: true });
    });
    tell(waiting, { type: "activate" });
    await inCharge;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function tell(worker: ServiceWorker | null, message: ToService): void {
  worker?.postMessage(message);
}

/** Resolves once the worker waits, or will not come. */
async function installed(worker: ServiceWorker | null): Promise<void> {
  if (worker?.state !== "installing") return;
  await new Promise((resolve) => worker.addEventListener("statechange", resolve, { once: true }));
}

/** The page is loaded and has nothing to do for a moment. */
async function idle(): Promise<void> {
  if (document.readyState !== "complete")
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await new Promise<unknown>((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(resolve, { timeout: PATIENCE });
    else setTimeout(resolve);
  });
}
