import { atom, type ReadableAtom } from "nanostores";
import { bytesToHex } from "../trust/bytes.ts";
import { defaultPermissions, type Permissions } from "../trust/permissions.ts";
import type { EngineClient, PairingView } from "../workers/engine/client.ts";
import type { PairingState } from "./pairing-state.ts";
import { parsePin, pinLink } from "./pin.ts";

interface PairingParts {
  readonly engine: EngineClient;
  readonly origin: string;
  /** One's own fingerprint in hexadecimal, once it is known. */
  readonly self: () => string;
  readonly onClose: () => void;
}

/** Getting to know another device, from choosing a way to remembering it. */
export class Pairing {
  readonly #parts: PairingParts;
  readonly #state = atom<PairingState>({ step: "choosing" });
  readonly #unsubscribe: () => void;

  constructor(parts: PairingParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.engine.on("pairing", ({ pairing }) => this.#handle(pairing));
  }

  get state(): ReadableAtom<PairingState> {
    return this.#state;
  }

  showPin(): void {
    this.#state.set({ step: "preparing" });
    this.#parts.engine.tell({ type: "show-pin" });
  }

  enterPin(): void {
    this.#parts.engine.tell({ type: "stop-pairing" });
    this.#state.set({ step: "typing", problem: undefined });
  }

  typePin(text: string): void {
    const pin = parsePin(text, this.#parts.origin);
    if (pin === undefined) {
      this.#state.set({ step: "typing", problem: "unknown" });
      return;
    }
    this.#state.set({ step: "proving" });
    this.#parts.engine.tell({ type: "try-pin", ...pin });
  }

  /** What the other may do here, once it is remembered. */
  setPermissions(permissions: Permissions): void {
    const state = this.#state.get();
    if (state.step === "confirming" && !state.confirmed) this.#state.set({ ...state, permissions });
  }

  confirm(): void {
    const state = this.#state.get();
    if (state.step !== "confirming" || state.confirmed) return;
    this.#state.set({ ...state, confirmed: true });
    this.#parts.engine.tell({ type: "confirm-pairing", wanted: true, permissions: state.permissions });
    askForNotifications();
  }

  decline(): void {
    const permissions = defaultPermissions;
    this.#parts.engine.tell({ type: "confirm-pairing", wanted: false, permissions });
    this.#close();
  }

  cancel(): void {
    this.#parts.engine.tell({ type: "stop-pairing" });
    this.#close();
  }

  #close(): void {
    this.#unsubscribe();
    this.#parts.onClose();
  }

  #handle(view: PairingView): void {
    const state = this.#next(view);
    if (state !== undefined) this.#state.set(state);
  }

  #next(view: PairingView): PairingState | undefined {
    switch (view.step) {
      case "preparing":
      case "proving":
        return { step: view.step };
      case "showing": {
        const { expiresAt, guessesLeft } = view;
        const pin = `${view.code}${view.pin}`;
        return { step: "showing", pin, link: pinLink(this.#parts.origin, pin), expiresAt, guessesLeft };
      }
      case "burnt":
        return { step: "failed", reason: view.reason === "expired" ? "expired" : "burnt" };
      case "refused":
        return { step: "typing", problem: view.reason };
      case "confirming":
        return this.#confirming(view);
      case "paired":
        return { step: "paired", peer: toPeer(view) };
      case "over":
        return { step: "failed", reason: view.reason };
    }
  }

  /** What was chosen here stays as it was chosen. */
  #confirming(view: Extract<PairingView, { step: "confirming" }>): PairingState {
    const state = this.#state.get();
    const chosen = state.step === "confirming" ? state : { permissions: view.permissions, confirmed: false };
    const { permissions, confirmed } = chosen;
    const { isLookalike } = view;
    return {
      step: "confirming",
      peer: toPeer(view),
      isLookalike,
      self: this.#parts.self(),
      permissions,
      confirmed,
    };
  }
}

function toPeer({ name, fingerprint }: { name: string; fingerprint: Uint8Array }) {
  return { name, fingerprint: bytesToHex(fingerprint) };
}

/** From now on somebody may ring while the page is hidden. Browsers ask the person once, and only on a click. */
function askForNotifications(): void {
  if ("Notification" in globalThis && Notification.permission === "default")
    Notification.requestPermission().catch(() => undefined);
}
