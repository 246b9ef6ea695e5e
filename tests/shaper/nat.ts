import type { RemoteInfo, Socket } from "node:dgram";
import { closeSocket, createLoopbackSocket, LOOPBACK } from "./loopback-socket.ts";

/** Where the shaper sends: an address in 127.0.0.0/8 and a port. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface NatOptions {
  readonly target: Target;
  readonly maxClients: number;
  readonly idleMs: number;
  readonly onReply: (client: NatClient, datagram: Buffer) => void;
  readonly onSocketError: () => void;
}

/** The clients seen lately. Owns their sockets and closes those of idle clients. */
export class NatTable {
  readonly #options: NatOptions;
  readonly #clients = new Map<string, NatClient>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: NatOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#closeIdle(), options.idleMs / 2).unref();
  }

  get size(): number {
    return this.#clients.size;
  }

  /** The client at that address, new or known; undefined when the table is full. */
  clientAt({ address, port }: RemoteInfo): NatClient | undefined {
    const key = `${address}:${port}`;
    const known = this.#clients.get(key);
    if (known !== undefined || this.#clients.size >= this.#options.maxClients) return known;
    const client = new NatClient(address, port, this.#options);
    this.#clients.set(key, client);
    return client;
  }

  /** Moves every client to a new source port; replies to the old ones are lost. */
  rebind(): void {
    for (const client of this.#clients.values()) client.rebind();
  }

  /** Resolves once every client's port is free again. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const clients = [...this.#clients.values()];
    this.#clients.clear();
    await Promise.all(clients.map((client) => client.close()));
  }

  #closeIdle(): void {
    const idleSinceMs = performance.now() - this.#options.idleMs;
    for (const [key, client] of this.#clients) {
      if (client.lastActiveMs > idleSinceMs) continue;
      this.#clients.delete(key);
      void client.close();
    }
  }
}

/** One client with its own socket towards the target, so that replies find the way back. */
export class NatClient {
  readonly address: string;
  readonly port: number;
  readonly #options: NatOptions;
  #socket: Socket;
  #isClosed = false;
  #lastActiveMs = performance.now();

  constructor(address: string, port: number, options: NatOptions) {
    this.address = address;
    this.port = port;
    this.#options = options;
    this.#socket = this.#open();
  }

  get lastActiveMs(): number {
    return this.#lastActiveMs;
  }

  /** Does nothing once closed: a datagram under way can outlive an idle client. */
  send(datagram: Buffer): void {
    if (this.#isClosed) return;
    const { host, port } = this.#options.target;
    this.#socket.send(datagram, port, host);
    this.#lastActiveMs = performance.now();
  }

  rebind(): void {
    this.#socket.close();
    this.#socket = this.#open();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return closeSocket(this.#socket);
  }

  #open(): Socket {
    const { target, onReply, onSocketError } = this.#options;
    const socket = createLoopbackSocket();
    socket.on("error", onSocketError);
    socket.on("message", (datagram, from) => {
      if (from.port !== target.port || from.address !== target.host) return;
      this.#lastActiveMs = performance.now();
      onReply(this, datagram);
    });
    return socket.bind(0, LOOPBACK);
  }
}
