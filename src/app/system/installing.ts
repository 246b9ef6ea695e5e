import type { Installation } from "./system-state.ts";

/** The browser's offer to install the page, which it makes where it has a dialog for that. No library describes it yet. */
interface InstallOffer extends Event {
  prompt(): Promise<{ readonly outcome: "accepted" | "dismissed" }>;
}

/** Whether and how the page can be installed. Keeps the browser's offer until the person wants it. */
export class Installing {
  readonly #onChange: () => void;
  #offer: InstallOffer | undefined;
  #isInstalled = isStandalone();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    addEventListener("beforeinstallprompt", (event) => {
      // Without this some browsers put their own banner over the page.
      event.preventDefault();
      this.#offer = event as InstallOffer;
      onChange();
    });
    addEventListener("appinstalled", () => {
      this.#isInstalled = true;
      onChange();
    });
  }

  get state(): Installation {
    if (this.#isInstalled) return "none";
    return this.#offer === undefined ? installationByHand(navigator) : "offered";
  }

  /** Shows the browser's dialog. An offer is good for once; the browser makes another when it likes. */
  async install(): Promise<void> {
    const offer = this.#offer;
    if (offer === undefined) return;
    this.#offer = undefined;
    await offer.prompt().catch(() => undefined);
    this.#onChange();
  }
}

/** Safari never offers: there it is done by its own menus. Of no other browser is it known to be possible without an offer. */
export function installationByHand(browser: Pick<Navigator, "vendor" | "maxTouchPoints">): Installation {
  if (!browser.vendor.startsWith("Apple")) return "none";
  return browser.maxTouchPoints > 1 ? "by-hand-on-phone" : "by-hand-on-desk";
}

function isStandalone(): boolean {
  return ["standalone", "minimal-ui", "fullscreen"].some(
    (mode) => matchMedia(`(display-mode: ${mode})`).matches,
  );
}
