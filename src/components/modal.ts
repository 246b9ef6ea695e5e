import type { LitElement, ReactiveController } from "lit";
import { focusedElement } from "./focused-element.ts";

/**
 * Opens the one dialog that its host renders as a modal one, for as long as the host is in the document: whoever owns the
 * host renders it to open the dialog and takes it away to close it. The focus goes back to where it was.
 */
export class Modal implements ReactiveController {
  readonly #host: LitElement;
  #dialog: HTMLDialogElement | null = null;
  #opener: HTMLElement | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#dialog !== null) return;
    this.#opener = focusedElement();
    this.#dialog = this.#host.renderRoot.querySelector("dialog");
    this.#dialog?.showModal();
  }

  // A dialog gives the focus back when it closes, but not when it is taken away.
  hostDisconnected(): void {
    if (this.#dialog?.open) this.#opener?.focus();
  }

  close(): void {
    this.#dialog?.close();
  }
}
