import type { ServiceClient } from "../../workers/service/client.ts";

/** One call at a time: the windows of a device that all ring show one notification together. */
const TAG = "ring";

/** A notification that somebody calls, while the page is hidden and for as long as it rings. A press brings the page to the front. */
export class RingNotice {
  readonly #service: ServiceClient;
  readonly #title: string;
  readonly #body: string;
  readonly #over = new AbortController();

  constructor(service: ServiceClient, title: string, body: string) {
    this.#service = service;
    this.#title = title;
    this.#body = body;
    const { signal } = this.#over;
    // Whoever turns away while it rings is told as well.
    document.addEventListener("visibilitychange", () => void this.#show(), { signal });
    void this.#show();
  }

  withdraw(): void {
    this.#over.abort();
    void this.#service.withdraw(TAG);
  }

  async #show(): Promise<void> {
    if (document.visibilityState !== "hidden") return;
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    const options = { body: this.#body, tag: TAG, requireInteraction: true, icon: "/icons/any-192.png" };
    const shown = await this.#service.notify(this.#title, options);
    const { signal } = this.#over;
    if (signal.aborted) void this.#service.withdraw(TAG);
    else if (!shown) showFromPage(this.#title, options, signal);
  }
}

/** Where there is no service worker. */
function showFromPage(title: string, options: NotificationOptions, signal: AbortSignal): void {
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    signal.addEventListener("abort", () => notification.close());
  } catch {
    // Some phones notify through a service worker only; the tone still sounds.
  }
}
