import type { LitElement, ReactiveController } from "lit";

/** What holds something that changes. */
interface Store<T> {
  get(): T;
  listen(listener: () => void): () => void;
}

/**
 * Keeps its host up to date with a store that reaches it by a property. `find` is asked with every update, so the host
 * follows when the property names another store; it listens only while it is in the document.
 */
export class StoreReader<T> implements ReactiveController {
  readonly #host: LitElement;
  readonly #find: () => Store<T>;
  #store: Store<T> | undefined;
  #stop: (() => void) | undefined;

  constructor(host: LitElement, find: () => Store<T>) {
    this.#host = host;
    this.#find = find;
    host.addController(this);
  }

  get value(): T {
    return this.#find().get();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    if (this.#host.isConnected) this.#follow(this.#find());
  }

  hostDisconnected(): void {
    this.#follow(undefined);
  }

  #follow(store: Store<T> | undefined): void {
    if (store === this.#store) return;
    this.#stop?.();
    this.#store = store;
    this.#stop = store?.listen(() => this.#host.requestUpdate());
  }
}
