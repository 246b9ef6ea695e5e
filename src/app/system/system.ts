import { atom, type ReadableAtom } from "nanostores";
import type { ServiceClient } from "../../workers/service/client.ts";
import { Installing } from "./installing.ts";
import type { SystemState } from "./system-state.ts";

/** Between two questions for a newer version. Milliseconds. */
const CHECK_INTERVAL = 60 * 60_000;

/** The browser and the system around Kith: the network, installation, new versions, notifications. Lives as long as the page. */
export class System {
  readonly #service: ServiceClient;
  readonly #installing: Installing;
  readonly #state;
  #newVersion = false;
  #checkedAt = performance.now();

  constructor(service: ServiceClient) {
    this.#service = service;
    this.#installing = new Installing(() => this.#look());
    this.#state = atom(this.#present());
    service.onUpdate(() => {
      this.#newVersion = true;
      this.#look();
    });
    for (const change of ["online", "offline"]) addEventListener(change, () => this.#look());
  }

  get state(): ReadableAtom<SystemState> {
    return this.#state;
  }

  install(): void {
    void this.#installing.install();
  }

  /** Loads the page anew, in the newest version there is. Not for the middle of a call: whoever asks sees to that. */
  async renew(): Promise<void> {
    await this.#service.renew();
    location.reload();
  }

  async allowNotifications(): Promise<void> {
    await Notification.requestPermission();
    this.#look();
  }

  /** The page is visible again, or a call is over: much may have changed meanwhile. */
  wake(): void {
    this.#look();
    if (performance.now() - this.#checkedAt < CHECK_INTERVAL) return;
    this.#checkedAt = performance.now();
    void this.#service.check();
  }

  #look(): void {
    this.#state.set(this.#present());
  }

  #present(): SystemState {
    return {
      online: navigator.onLine,
      installation: this.#installing.state,
      newVersion: this.#newVersion,
      notifications: notifications(),
    };
  }
}

function notifications(): SystemState["notifications"] {
  if (!("Notification" in globalThis)) return "none";
  const { permission } = Notification;
  return permission === "default" ? "unasked" : permission;
}
