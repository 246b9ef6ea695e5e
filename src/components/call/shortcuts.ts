import type { ReactiveController, ReactiveControllerHost } from "lit";
import { elementsOf, isPressable, isTyping, keyOf, type Shortcut } from "./shortcut-keys.ts";

interface ShortcutsParts {
  /** Those that hold at the moment. */
  readonly find: () => readonly Shortcut[];
  /** The space bar is held, or let go of; false where that means nothing at present. */
  readonly talk: (isHeld: boolean) => boolean;
}

/** Keys that navigate: after them the focus is where the person means it to be. */
const navigation = new Set(["Tab", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);

/**
 * Does what single keys stand for while its host is in the document, and not while somebody types. The space bar talks, unless the
 * person has moved by keyboard to something that it presses. Whatever takes the keyboard away ends the talk.
 */
export class Shortcuts implements ReactiveController {
  readonly #parts: ShortcutsParts;
  #connected = new AbortController();
  #isNavigating = false;
  #isTalking = false;

  constructor(host: ReactiveControllerHost, parts: ShortcutsParts) {
    this.#parts = parts;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = new AbortController();
    const { signal } = this.#connected;
    addEventListener("keydown", (event) => this.#handleDown(event), { signal });
    addEventListener("keyup", (event) => this.#handleUp(event), { signal });
    addEventListener("pointerdown", () => this.#handlePointer(), { signal, capture: true });
    addEventListener("blur", () => this.#release(), { signal });
    addEventListener("pagehide", () => this.#release(), { signal });
    document.addEventListener("visibilitychange", () => this.#release(), { signal });
  }

  hostDisconnected(): void {
    this.#connected.abort();
    this.#release();
  }

  #handleDown(event: KeyboardEvent): void {
    if (navigation.has(event.key)) this.#isNavigating = true;
    if (event.defaultPrevented || event.isComposing) return;
    const key = keyOf(event);
    if (key === " " && this.#takesSpace(event)) event.preventDefault();
    if (key === undefined || key === " " || event.repeat || isTyping(elementsOf(event))) return;
    const shortcut = this.#parts.find().find(({ keys }) => keys === key);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.press();
  }

  #handleUp(event: KeyboardEvent): void {
    if (event.key !== " " || !this.#isTalking) return;
    // In some browsers it is here that a button is pressed.
    event.preventDefault();
    this.#release();
  }

  #takesSpace(event: KeyboardEvent): boolean {
    if (event.repeat || this.#isTalking) return this.#isTalking;
    const path = elementsOf(event);
    if (isTyping(path) || (this.#isNavigating && isPressable(path))) return false;
    this.#isTalking = this.#parts.talk(true);
    return this.#isTalking;
  }

  #handlePointer(): void {
    this.#isNavigating = false;
  }

  #release(): void {
    if (!this.#isTalking) return;
    this.#isTalking = false;
    this.#parts.talk(false);
  }
}
